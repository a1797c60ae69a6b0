import {
  KeySet,
  keySet,
  predicateTypeOf,
  verifyBundle,
} from '@adaptive-delivery/plugin-release-common';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { generateKeyPairSync } from 'node:crypto';
import { Attestor, StatementDraft } from './Attestor';
import { toEnvelope } from './SignedStatement';

const pair = (type: 'ed25519' | 'ec' = 'ed25519') => {
  const { privateKey, publicKey } =
    type === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
};
const [old, next] = [pair('ec'), pair()];

const logger = mockServices.logger.mock();
beforeEach(() => jest.clearAllMocks());

function attestor(signing: object): Attestor {
  const made = Attestor.fromConfig(
    new ConfigReader({ adaptiveDelivery: { signing } }),
    logger,
  );
  if (!made) throw new Error('signing is off');
  return made;
}

const draft = (kind: StatementDraft['kind'], at: string): StatementDraft => ({
  kind,
  subject: [{ name: 'payments.deb', sha256: 'a'.repeat(64) }],
  previous: [],
  content: { kind },
  signedAt: new Date(at),
});
const chainAt = (at: string) => [
  draft('build-info', at),
  draft('risk-inputs', at),
  draft('risk-decision', at),
];

const verify = (envelopes: unknown[], keys: KeySet) =>
  verifyBundle(envelopes, keySet.parse(JSON.parse(JSON.stringify(keys))).keys);

describe('a chain of statements', () => {
  const signing = attestor({ keys: [{ keyId: 'one', ...privateOf(next) }] });
  const signed = signing.signChain(chainAt('2026-11-23T10:00:00Z')) ?? [];
  const envelopes = signed.map(toEnvelope);

  it('holds, each naming the digest of the one before', async () => {
    const { statements, faults } = await verify(envelopes, signing.keys());
    expect(faults).toEqual([]);
    expect(statements.map(item => item.statement.predicate.previous)).toEqual([
      [],
      [
        {
          predicateType: predicateTypeOf('build-info'),
          sha256: signed[0].sha256,
        },
      ],
      [
        {
          predicateType: predicateTypeOf('risk-inputs'),
          sha256: signed[1].sha256,
        },
      ],
    ]);
  });

  it.each([
    [
      'a statement that was left out',
      () => [envelopes[0], envelopes[2]],
      1,
      /which is not here/,
    ],
    [
      'one from another release in its place',
      () => [
        envelopes[0],
        toEnvelope(signing.sign(draft('risk-inputs', '2026-11-23T11:00:00Z'))!),
      ],
      1,
      /names no statement of type https:\/\/adaptive-delivery\.io\/build-info\/v1/,
    ],
    [
      'one about another artifact',
      () => {
        const other = signing.sign({
          ...draft('risk-inputs', '2026-11-23T10:00:00Z'),
          subject: [{ name: 'payments.deb', sha256: 'b'.repeat(64) }],
          previous: [
            {
              predicateType: predicateTypeOf('build-info'),
              sha256: signed[0].sha256,
            },
          ],
        })!;
        return [envelopes[0], toEnvelope(other)];
      },
      1,
      /is about other artifacts/,
    ],
    [
      'a statement called what it is not',
      () => {
        const other = signing.sign({
          ...draft('risk-decision', '2026-11-23T10:00:00Z'),
          previous: [
            {
              predicateType: predicateTypeOf('risk-inputs'),
              sha256: signed[0].sha256,
            },
          ],
        })!;
        return [envelopes[0], toEnvelope(other)];
      },
      1,
      /but it is a https:\/\/adaptive-delivery\.io\/build-info\/v1/,
    ],
  ])('does not hold with %s', async (_what, bundle, index, words) => {
    const { faults } = await verify(bundle(), signing.keys());
    expect(faults).toEqual([{ index, words: expect.stringMatching(words) }]);
  });
});

describe('rotation of keys', () => {
  const before = attestor({ keys: [{ keyId: 'old', ...privateOf(old) }] });
  const [then] = before.signChain(chainAt('2026-05-01T00:00:00Z')) ?? [];
  const after = (oldKey: object) =>
    attestor({
      current: 'next',
      keys: [
        { keyId: 'old', publicKey: old.publicKey, ...oldKey },
        { keyId: 'next', ...privateOf(next) },
      ],
    });

  it('signs with the new key and still believes the old one', async () => {
    const rotated = after({ notAfter: '2026-06-01T00:00:00Z' });
    const now = rotated.sign(draft('build-info', '2026-07-01T00:00:00Z'))!;
    expect(now.signatures[0].keyid).toBe('next');
    const { faults } = await verify(
      [toEnvelope(then), toEnvelope(now)],
      rotated.keys(),
    );
    expect(faults).toEqual([]);
  });

  it.each([
    [
      'revoked',
      { revoked: true },
      'it is signed with the key old, which was revoked',
    ],
    [
      'not one to sign with at that time',
      { notAfter: '2026-04-01T00:00:00Z' },
      'the key old was not one to sign with on 2026-05-01T00:00:00.000Z',
    ],
  ])('believes nothing of a key that is %s', async (_what, change, words) => {
    const { faults } = await verify([toEnvelope(then)], after(change).keys());
    expect(faults).toEqual([{ index: 0, words }]);
  });

  it('changes by itself at the time that the keys name', () => {
    const planned = attestor({
      keys: [
        { keyId: 'old', ...privateOf(old) },
        {
          keyId: 'next',
          ...privateOf(next),
          notBefore: '2026-06-01T00:00:00Z',
        },
      ],
    });
    const keyAt = (at: string) =>
      planned.sign(draft('build-info', at))?.signatures[0].keyid;
    expect(keyAt('2026-05-31T23:59:59Z')).toBe('old');
    expect(keyAt('2026-06-01T00:00:00Z')).toBe('next');
  });

  it('signs nothing once every key has had its time, and says so once', () => {
    const over = attestor({
      keys: [{ ...privateOf(next), notAfter: '2026-06-01T00:00:00Z' }],
    });
    const late = draft('build-info', '2026-07-01T00:00:00Z');
    expect([over.sign(late), over.sign(late)]).toEqual([null, null]);
    expect(logger.error.mock.calls).toEqual([
      [expect.stringContaining('no key of adaptiveDelivery.signing.keys')],
    ]);
  });
});

describe('settings', () => {
  it('signs nothing without any', () => {
    expect(Attestor.fromConfig(new ConfigReader({}), logger)).toBeNull();
  });

  it('names a key by its fingerprint when it has no id', () => {
    const { keys } = attestor({ keys: [privateOf(next)] }).keys();
    expect(keys[0].keyId).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each<[string, object]>([
    ['keys is empty', { keys: [] }],
    ['keys[0] needs either privateKey', { keys: [{}] }],
    ['keys[0] needs either privateKey', { keys: [{ ...old }] }],
    ['keys[0].privateKey is not a key', { keys: [{ privateKey: 'secret' }] }],
    [
      'keys[0].publicKey is not a key',
      { keys: [{ publicKey: old.privateKey }] },
    ],
    ['keys[0].keyId is "a b"', { keys: [{ keyId: 'a b', ...privateOf(old) }] }],
    [
      'keys[0].notAfter is "soon"',
      { keys: [{ ...privateOf(old), notAfter: 'soon' }] },
    ],
    ['are both called', { keys: [privateOf(old), privateOf(old)] }],
    [
      'current is "old"',
      { current: 'old', keys: [{ keyId: 'old', publicKey: old.publicKey }] },
    ],
    [
      'current is "old"',
      {
        current: 'old',
        keys: [{ keyId: 'old', ...privateOf(old), revoked: true }],
      },
    ],
  ])('says what to write where: %s', (words, signing) => {
    expect(() => attestor(signing)).toThrow(words);
    expect(() => attestor(signing)).not.toThrow(/BEGIN PRIVATE|secret/);
  });
});

function privateOf({ privateKey }: { privateKey: string }) {
  return { privateKey };
}
