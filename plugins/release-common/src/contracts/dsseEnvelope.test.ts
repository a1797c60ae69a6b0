import { MAX_DSSE_PAYLOAD, dsseEnvelope } from './dsseEnvelope';

// "The JSON form" of the DSSE protocol, secure-systems-lab/dsse, protocol.md
const published = {
  payload: 'aGVsbG8gd29ybGQ=',
  payloadType: 'http://example.com/HelloWorld',
  signatures: [
    {
      sig: 'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==',
    },
  ],
};

const withSignature = (change: object) => ({
  ...published,
  signatures: [{ ...published.signatures[0], ...change }],
});

describe('dsseEnvelope', () => {
  it.each([
    ['the published example', published],
    ['a named key', withSignature({ keyid: 'sha256:ab12' })],
    ['the URL-safe alphabet', { ...published, payload: 'aGVsbG8_d29ybGQ-' }],
    [
      'the largest payload',
      { ...published, payload: 'A'.repeat(MAX_DSSE_PAYLOAD) },
    ],
  ])('takes %s', (_what, envelope) => {
    expect(dsseEnvelope.parse(envelope)).toEqual(envelope);
  });

  it.each([
    ['no signature', { ...published, signatures: [] }],
    [
      'very many signatures',
      { ...published, signatures: Array(11).fill(published.signatures[0]) },
    ],
    ['an empty payload', { ...published, payload: '' }],
    ['a payload that is no base64', { ...published, payload: '{"a": 1}' }],
    ['two alphabets at once', { ...published, payload: 'aG+sbG8_' }],
    ['a payload without padding', { ...published, payload: 'aGVsbG8' }],
    [
      'a payload that is too large',
      { ...published, payload: 'A'.repeat(MAX_DSSE_PAYLOAD + 4) },
    ],
    ['a key id with a line break', withSignature({ keyid: 'a\nb' })],
    ['an unknown key', { ...published, payloadtype: 'x' }],
    ['an unknown key of a signature', withSignature({ cert: 'x' })],
  ])('refuses %s', (_what, envelope) => {
    expect(dsseEnvelope.safeParse(envelope).success).toBe(false);
  });
});
