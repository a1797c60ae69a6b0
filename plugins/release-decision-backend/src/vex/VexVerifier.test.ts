import {
  DsseEnvelope,
  Submission,
} from '@adaptive-delivery/plugin-release-common';
import { ConfigReader } from '@backstage/config';
import fc from 'fast-check';
import {
  COMPONENT,
  CVE,
  OPENVEX,
  attested,
  describeFindings,
  digestNumber,
  openVex,
  security,
  signed,
  statement,
  stranger,
  supplier,
  trustedKeys,
  withVex,
} from '../__testUtils__/vex';
import { VexVerifier } from './VexVerifier';
import { readTrustedKeys } from './readTrustedKeys';

const ID = 'GHSA-aaaa-bbbb-cccc';
const rules = { maxAgeDays: 365, now: new Date('2026-11-20T12:00:00Z') };

const verify = (submission: Submission) =>
  new VexVerifier(trustedKeys).verify(submission, rules);
const say = async (...envelopes: DsseEnvelope[]) =>
  describeFindings(await verify(withVex(envelopes)));

const about = (more: object, document: object = {}) =>
  attested(openVex([statement(more)], document));
const plain = (products: unknown, more: object = {}) =>
  signed(openVex([statement({ products, ...more })]), { type: OPENVEX });

const NOT_TRUSTED = `no: the VEX statement for ${ID} is signed by no key this portal trusts`;
const EXCUSED = `yes: the VEX statement for ${ID} signed by Product security says not affected: vulnerable_code_not_in_execute_path`;
const OTHER = `no: the VEX statement for ${ID} is not about the artifact payments.tar.gz`;

it.each<[string, DsseEnvelope[], string]>([
  ['a good statement', [signed(about({}))], EXCUSED],
  [
    'a fixed one needs no justification',
    [signed(about({ status: 'fixed', justification: undefined }))],
    `yes: the VEX statement for ${ID} signed by Product security says that it is fixed`,
  ],
  [
    'another trusted key, ECDSA in DER',
    [signed(about({}), { by: [supplier] })],
    EXCUSED.replace('Product security', 'The supplier'),
  ],
  [
    'one of two signatures',
    [signed(about({}), { by: [stranger, security] })],
    EXCUSED,
  ],
  ['an untrusted key', [signed(about({}), { by: [stranger] })], NOT_TRUSTED],
  [
    'an untrusted key under a trusted name',
    [signed(about({}), { by: [{ ...stranger, keyId: security.keyId }] })],
    NOT_TRUSTED,
  ],
  [
    'a trusted key under an unknown name',
    [signed(about({}), { by: [{ ...security, keyId: 'sha256:ab' }] })],
    EXCUSED,
  ],
  ['the id itself', [signed(about({ vulnerability: { name: ID } }))], EXCUSED],
  [
    'an alias',
    [
      signed(
        about({ vulnerability: { name: 'X', aliases: [ID.toLowerCase()] } }),
      ),
    ],
    EXCUSED,
  ],
  ['a document before 0.2.0', [signed(about({ vulnerability: CVE }))], EXCUSED],
  [
    'affected',
    [signed(about({ status: 'affected' }))],
    `no: the VEX statement for ${ID} says that it is affected`,
  ],
  [
    'under investigation',
    [signed(about({ status: 'under_investigation' }))],
    `no: the VEX statement for ${ID} says that it is still being looked into`,
  ],
  [
    'no justification',
    [signed(about({ justification: undefined, impact_statement: 'trust me' }))],
    `no: the VEX statement for ${ID} says that it is not affected and gives no justification of the OpenVEX list`,
  ],
  [
    'too old',
    [signed(about({}, { timestamp: '2025-11-20T11:59:59Z' }))],
    `no: the VEX statement for ${ID} is of 2025-11-20T11:59:59.000Z, older than 365 days`,
  ],
  [
    'just young enough',
    [signed(about({}, { timestamp: '2025-11-20T13:00:00+01:00' }))],
    EXCUSED,
  ],
  [
    'a little ahead',
    [signed(about({}, { timestamp: '2026-11-20T12:05:00Z' }))],
    EXCUSED,
  ],
  [
    'from the future',
    [signed(about({ timestamp: '2026-11-20T12:05:01Z' }))],
    `no: the VEX statement for ${ID} is dated 2026-11-20T12:05:01.000Z, in the future`,
  ],
  [
    'another artifact',
    [signed(attested(openVex([statement()]), [digestNumber(2)]))],
    OTHER,
  ],
  [
    'an upper-case digest',
    [
      signed(
        attested(openVex([statement()]), [
          digestNumber(0xabc).toUpperCase(),
          digestNumber(1),
        ]),
      ),
    ],
    EXCUSED,
  ],
  [
    'a product that is a subject',
    [signed(about({ products: [{ '@id': 'artifact-0' }] }))],
    EXCUSED,
  ],
  [
    'a product that is none',
    [signed(about({ products: [{ '@id': 'pkg:generic/other@1' }] }))],
    OTHER,
  ],
  [
    'a document as it is, by hash',
    [plain([{ hashes: { 'sha-256': digestNumber(1) } }])],
    EXCUSED,
  ],
  [
    'by purl',
    [plain([{ '@id': `pkg:oci/x@sha256%3A${digestNumber(1)}` }])],
    EXCUSED,
  ],
  ['by component', [plain([{ '@id': COMPONENT }])], EXCUSED],
  [
    'by another component',
    [plain([{ '@id': 'component:default/other' }])],
    OTHER,
  ],
  ['about no product', [plain(undefined)], OTHER],
])('%s', async (_, envelopes, words) => {
  expect(await say(...envelopes)).toEqual([words]);
});

describe('what is not a VEX document is refused by its path', () => {
  const wrong = (more: object) => signed({ ...about({}), ...more });
  it.each<[string, DsseEnvelope, RegExp]>([
    [
      'another predicate',
      wrong({ predicateType: 'https://slsa.dev/provenance/v1' }),
      /payload: .*predicateType: must be https:\/\/openvex\.dev\/ns/,
    ],
    [
      'another payload type',
      signed(about({}), { type: 'text/plain' }),
      /payloadType: must be one of application\/vnd\.in-toto\+json/,
    ],
    ['no JSON', signed('not JSON'), /is not JSON/],
    [
      'a key twice',
      signed('{"statements":[],"statements":[]}', { type: OPENVEX }),
      /stands twice/,
    ],
    [
      'another context',
      signed(openVex([statement()], { '@context': 'https://example.com' }), {
        type: OPENVEX,
      }),
      /must be https:\/\/openvex\.dev\/ns/,
    ],
    [
      'no time',
      signed(about({}, { timestamp: undefined })),
      /predicate\.timestamp/,
    ],
    [
      'no UTF-8',
      { ...signed(about({})), payload: 'gICA' },
      /payload: must be base64 of UTF-8/,
    ],
    [
      'no base64 that an encoder writes',
      { ...signed(about({})), payload: 'e31=' },
      /payload: must be base64/,
    ],
  ])('%s', async (_, envelope, message) => {
    const submission = withVex([signed(about({})), envelope]);
    const refused = await verify(submission).catch(error => error);
    expect(refused.name).toBe('ContractError');
    expect(refused.message).toMatch(message);
    expect(refused.faults[0].path).toMatch(
      /^riskInputs\.vexStatements\[1\]\.envelope\.payload/,
    );
  });
});

describe('several statements', () => {
  const at = (timestamp: string, more: object = {}) =>
    signed(about({ timestamp, ...more }));

  it('the newest counts, in whatever order they come', async () => {
    const excuse = at('2026-11-10T00:00:00Z');
    const later = at('2026-11-11T00:00:00Z', { status: 'affected' });
    const words = `no: the VEX statement for ${ID} says that it is affected`;
    expect(await say(excuse, later)).toEqual([words]);
    expect(await say(later, excuse)).toEqual([words]);
    expect(await say(later, at('2026-11-12T00:00:00Z'))).toEqual([EXCUSED]);
  });

  it('of two at the same moment the one that does not excuse counts', async () => {
    const time = '2026-11-10T00:00:00Z';
    const [first] = await say(at(time), at(time, { status: 'affected' }));
    expect(first).toMatch(/says that it is affected/);
  });

  it('nobody untrusted takes an excuse away, or gives one', async () => {
    const untrusted = signed(about({ status: 'affected' }), { by: [stranger] });
    expect(await say(signed(about({})), untrusted)).toEqual([EXCUSED]);
  });

  it('every artifact of the build needs its own', async () => {
    const submission = withVex([signed(about({}))]);
    const [artifact] = submission.buildInfo.artifacts;
    const second = {
      ...artifact,
      name: 'tools.tar.gz',
      sha256: digestNumber(2),
    };
    submission.buildInfo.artifacts = [artifact, second];
    expect(describeFindings(await verify(submission))).toEqual([
      `no: the VEX statement for ${ID} is not about the artifact tools.tar.gz`,
    ]);
    const both = attested(openVex([statement()]), [
      digestNumber(1),
      digestNumber(2),
    ]);
    submission.riskInputs.vexStatements = [{ envelope: signed(both) }];
    expect(describeFindings(await verify(submission))).toEqual([EXCUSED]);
  });
});

describe("the pipeline's own claim", () => {
  it.each([
    [true, 'came without the signed document, so nobody can check it'],
    [false, 'is not signed'],
  ])('signed: %p excuses nothing', async (claimed, why) => {
    const findings = await verify(
      withVex([], {
        risk: {
          vulnerabilities: [
            {
              id: CVE,
              severity: 'critical',
              vex: { status: 'not_affected', signed: claimed },
            },
          ],
        },
      }),
    );
    expect(describeFindings(findings)).toEqual([
      `no: the VEX statement for ${CVE} ${why}`,
    ]);
  });
});

it('believes nothing once a bit of the signed document is another one', async () => {
  const envelope = signed(about({}));
  const bytes = Buffer.from(envelope.payload, 'base64');
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length * 8 - 1 }), async bit => {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] ^= 1 << (bit & 7);
      const findings = await verify(
        withVex([{ ...envelope, payload: changed.toString('base64') }]),
      ).catch(error => {
        if (error.name !== 'ContractError') throw error;
        return [];
      });
      expect(findings.filter(({ excused }) => excused)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

describe('the trusted keys', () => {
  const { publicKey } = security;
  const read = (...keys: object[]) =>
    readTrustedKeys(
      new ConfigReader({
        adaptiveDelivery: { vex: { trustedKeys: keys } },
      } as never),
    );
  const good = { keyId: 'security', subject: 'Product security', publicKey };

  it('are none when none are set', () => {
    expect(readTrustedKeys(new ConfigReader({}))).toEqual([]);
    expect(read(good)).toMatchObject([
      { keyId: 'security', algorithm: 'ed25519' },
    ]);
  });

  it.each([
    [[{ ...good, keyId: undefined }], /trustedKeys\[0\]\.keyId is not usable/],
    [[{ ...good, keyId: 'a b' }], /trustedKeys\[0\]\.keyId/],
    [[{ ...good, subject: undefined }], /trustedKeys\[0\]\.subject is not set/],
    [
      [{ ...good, publicKey: 'hello' }],
      /trustedKeys\[0\]\.publicKey cannot be read/,
    ],
    [
      [{ ...good, publicKey: undefined }],
      /trustedKeys\[0\]\.publicKey cannot be read/,
    ],
    [
      [good, good],
      /trustedKeys\[1\]\.keyId is "security", as that of an earlier key/,
    ],
  ])('are refused with the key at fault: %#', (keys, message) => {
    expect(() => read(...keys)).toThrow(message);
  });
});
