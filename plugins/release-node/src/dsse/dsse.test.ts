import {
  DsseEnvelope,
  VerificationKey,
  decodeBase64,
  encodeBase64,
  pae,
  verifyEnvelope,
} from '@adaptive-delivery/plugin-release-common';
import fc from 'fast-check';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { SigningKey, readPublicKey, readSigningKey } from './SigningKey';
import { signEnvelope } from './signEnvelope';

const TYPE = 'application/vnd.in-toto+json';

function newKey(algorithm: 'ed25519' | 'ecdsa-p256'): SigningKey {
  const { privateKey } =
    algorithm === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return readSigningKey(
    privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
}

const trusted = (
  key: Omit<SigningKey, 'privateKey'>,
  status: VerificationKey['status'] = 'current',
): VerificationKey => ({
  keyId: key.keyId,
  algorithm: key.algorithm,
  publicKey: key.publicKey,
  status,
  notBefore: null,
  notAfter: null,
});

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The example of the specification, protocol.md. */
const example = {
  payloadType: 'http://example.com/HelloWorld',
  body: 'hello world',
  pae: 'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  x: 46950820868899156662930047687818585632848591499744589407958293238635476079160n,
  y: 5640078356564379163099075877009565129882514886557779369047442380624545832820n,
  envelope: {
    payload: 'aGVsbG8gd29ybGQ=',
    payloadType: 'http://example.com/HelloWorld',
    signatures: [
      {
        sig: 'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==',
      },
    ],
  },
};

describe('the example of the DSSE specification', () => {
  const coordinate = (value: bigint) =>
    Buffer.from(value.toString(16).padStart(64, '0'), 'hex').toString(
      'base64url',
    );
  const key = createPublicKey({
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: coordinate(example.x),
      y: coordinate(example.y),
    },
    format: 'jwk',
  });
  const keys = [
    trusted(
      readPublicKey(key.export({ type: 'spki', format: 'pem' }).toString()),
    ),
  ];

  it('has the encoding that is signed', () => {
    expect(
      new TextDecoder().decode(pae(example.payloadType, bytesOf(example.body))),
    ).toBe(example.pae);
  });

  it('verifies, in both alphabets of base64', async () => {
    const { payloadType } = example;
    const verified = await verifyEnvelope(example.envelope, {
      keys,
      payloadType,
    });
    expect(new TextDecoder().decode(verified.payload)).toBe(example.body);
    const [{ sig }] = example.envelope.signatures;
    const urlSafe = {
      ...example.envelope,
      signatures: [{ sig: sig.replaceAll('+', '-').replaceAll('/', '_') }],
    };
    await verifyEnvelope(urlSafe, { keys, payloadType });
  });
});

it('counts bytes, not characters, in the encoding that is signed', () => {
  expect(new TextDecoder().decode(pae('é', bytesOf('ü€')))).toBe(
    'DSSEv1 2 é 5 ü€',
  );
});

describe.each(['ed25519', 'ecdsa-p256'] as const)('%s', algorithm => {
  const key = newKey(algorithm);
  const keys = [trusted(key)];
  const envelope = signEnvelope(TYPE, bytesOf('{"what":"a statement"}'), [key]);

  it('believes exactly what was signed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async payload => {
        const signed = signEnvelope(TYPE, payload, [key]);
        const verified = await verifyEnvelope(signed, {
          keys,
          payloadType: TYPE,
        });
        expect(verified.payload).toEqual(payload);
        expect(verified.signedBy).toEqual(keys);
      }),
      { numRuns: 50 },
    );
  });

  const changes: Array<[string, (changed: number) => DsseEnvelope]> = [
    [
      'payload',
      at => ({ ...envelope, payload: flipBit(envelope.payload, at) }),
    ],
    [
      'signature',
      at => ({
        ...envelope,
        signatures: [
          {
            keyid: key.keyId,
            sig: flipBit(envelope.signatures[0].sig, at),
          },
        ],
      }),
    ],
  ];
  it.each(changes)(
    'refuses any change of a bit of the %s',
    async (_, change) => {
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: 5000 }), async at => {
          await expect(
            verifyEnvelope(change(at), { keys, payloadType: TYPE }),
          ).rejects.toMatchObject({ name: 'EnvelopeRefusedError' });
        }),
        { numRuns: 150 },
      );
    },
  );

  it.each([
    ['another payload type', { payloadType: 'text/plain' }, /payload type/],
    ['no signature', { signatures: [] }, /signatures/],
    [
      'an unknown key',
      { signatures: [{ keyid: 'other', sig: 'AA==' }] },
      /none of the trusted keys/,
    ],
    [
      'white space in the payload',
      { payload: ` ${envelope.payload}` },
      /base64/,
    ],
    ['a missing padding', { payload: 'e30' }, /base64/],
    ['loose bits behind the payload', { payload: 'e31=' }, /base64/],
    ['two alphabets in one text', { payload: '+_+_' }, /base64/],
  ])('refuses %s', async (_what, change, why) => {
    await expect(
      verifyEnvelope({ ...envelope, ...change }, { keys, payloadType: TYPE }),
    ).rejects.toThrow(why);
  });

  it('refuses a revoked key and believes a retired one', async () => {
    const withStatus = (status: VerificationKey['status']) =>
      verifyEnvelope(envelope, {
        keys: [trusted(key, status)],
        payloadType: TYPE,
      });
    await expect(withStatus('retired')).resolves.toBeDefined();
    await expect(withStatus('revoked')).rejects.toThrow(
      `signed with the key ${key.keyId}, which was revoked`,
    );
  });
});

describe('several signatures', () => {
  const [first, second] = [newKey('ed25519'), newKey('ecdsa-p256')];
  const payload = bytesOf('{}');

  it.each([
    ['both keys signed', [first, second], true],
    ['one key signed', [first], false],
    ['one key signed twice', [first, first], false],
  ])('asks for two different keys: %s', async (_what, signers, believed) => {
    const verification = verifyEnvelope(signEnvelope(TYPE, payload, signers), {
      keys: [trusted(first), trusted(second)],
      payloadType: TYPE,
      threshold: 2,
    });
    expect(
      await verification.then(
        () => true,
        error => error.message,
      ),
    ).toBe(believed || '2 different keys have to sign it and 1 did');
  });
});

it('takes only the text of base64 that an encoder writes', () => {
  const alphabet = fc.constantFrom(...'AQgw0+/-_= ');
  fc.assert(
    fc.property(fc.string({ unit: alphabet, maxLength: 8 }), text => {
      const bytes = decodeBase64(text);
      const written = bytes && encodeBase64(bytes);
      const urlSafe = written?.replaceAll('+', '-').replaceAll('/', '_');
      expect(bytes === null || [written, urlSafe].includes(text)).toBe(true);
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    }),
  );
});

/** Flips one bit of what a text of base64 stands for. */
function flipBit(text: string, at: number): string {
  const bytes = Buffer.from(text, 'base64');
  const bit = at % (bytes.length * 8);
  bytes[bit >> 3] ^= 1 << (bit & 7);
  return bytes.toString('base64');
}
