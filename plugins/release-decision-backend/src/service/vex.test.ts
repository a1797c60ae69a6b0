import { TestDatabases } from '@backstage/backend-test-utils';
import { submit, tested } from '../__testUtils__/calls';
import { createTestPortal } from '../__testUtils__/createTestPortal';
import { sampleSubmission } from '../__testUtils__/samples';
import {
  CVE,
  attested,
  digestNumber,
  openVex,
  security,
  signed,
  statement,
  stranger,
} from '../__testUtils__/vex';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const vulnerable = (by = security, vex?: object) =>
  sampleSubmission({
    risk: {
      ...tested,
      vulnerabilities: [
        {
          id: CVE,
          severity: 'critical',
          cvss: 9.8,
          epss: 0.02,
          ...(vex && { vex: { status: 'not_affected', signed: true } }),
        },
      ],
      ...(!vex && {
        vexStatements: [
          {
            envelope: signed(
              attested(openVex([statement()]), [digestNumber(1)]),
              {
                by: [by],
              },
            ),
          },
        ],
      }),
    },
  });

describe.each(databases.eachSupportedId())('VEX on %s', databaseId => {
  const open = async () =>
    createTestPortal({ knex: await databases.init(databaseId) });

  it('lets a vulnerability pass that a trusted key excuses, and keeps by what', async () => {
    const portal = await open();
    const record = await submit(portal, vulnerable());
    expect(record.state).toBe('queued');
    expect(record.decision.vex).toEqual([
      {
        vulnerability: CVE,
        excused: true,
        words: expect.stringContaining('signed by Product security'),
        statement: {
          status: 'not_affected',
          justification: 'vulnerable_code_not_in_execute_path',
          issuedAt: '2026-11-19T10:00:00.000Z',
          signedBy: 'Product security',
          keyId: 'security-2026',
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
    ]);
    const again = await portal.as('owner').get(`/v1/decisions/${record.id}`);
    expect(again.body.decision.vex).toEqual(record.decision.vex);
  });

  it.each([
    [
      'another key',
      vulnerable(stranger),
      'is signed by no key this portal trusts',
    ],
    [
      "the pipeline's word",
      vulnerable(security, {}),
      'came without the signed document, so nobody can check it',
    ],
  ])('does not take %s for it, and says so', async (_, body, why) => {
    const portal = await open();
    const record = await submit(portal, body);
    expect(record).toMatchObject({
      state: 'blocked',
      stateReason: `Blocked: 1 critical vulnerability is open: ${CVE} (critical, CVSS 9.8, EPSS 2 %); the VEX statement for ${CVE} ${why}.`,
    });
  });

  it('refuses what is no VEX document by its path, and stores nothing', async () => {
    const portal = await open();
    const body = vulnerable();
    body.riskInputs.vexStatements = [{ envelope: signed('hello') }];
    const answer = await portal
      .as('pipeline')
      .post('/v1/candidates')
      .send(body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.faults).toEqual([
      {
        path: 'riskInputs.vexStatements[0].envelope.payload',
        message: expect.stringContaining('is not JSON'),
      },
    ]);
    expect(await portal.knex('candidates')).toEqual([]);
  });
});
