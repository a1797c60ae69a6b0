import fc from 'fast-check';
import { VexFinding, Vulnerability } from '../contracts';
import { checkGates } from './gates';
import { Gate, VulnerabilityClause } from './schema';
import { gatesSection } from './schema/rules';
import { severityOf, vulnerabilitiesMeant } from './vulnerabilities';
import { sampleSubmission } from './__testUtils__/samples';

const cve = (more: Partial<Vulnerability> = {}): Vulnerability => ({
  id: 'CVE-2026-1',
  severity: 'medium',
  ...more,
});

const evidence = (
  vulnerabilities: Vulnerability[] | undefined,
  vex?: VexFinding[],
) => ({ submission: sampleSubmission({ risk: { vulnerabilities } }), vex });

const exploitable = { cvssAtLeast: 7, epssAtLeast: 0.1 };

it.each<[VulnerabilityClause[], Partial<Vulnerability>, boolean]>([
  [[{ severity: 'critical' }], { severity: 'critical' }, true],
  [[{ severity: 'critical' }], { severity: 'high', cvss: 10 }, false],
  [[{ cvssAtLeast: 9 }], { severity: 'low', cvss: 9 }, true],
  [[{ cvssAtLeast: 9 }], { cvss: 8.9 }, false],
  [[{ cvssAtLeast: 0 }], {}, false],
  [[exploitable], { cvss: 7, epss: 0.1 }, true],
  [[exploitable], { cvss: 6.9, epss: 0.9 }, false],
  [[exploitable], { cvss: 9.8, epss: 0.09 }, false],
  [[exploitable], { cvss: 9.8 }, false],
  [[{ cvssAtLeast: 7, epssMissing: true }], { cvss: 7 }, true],
  [[{ cvssAtLeast: 7, epssMissing: true }], { cvss: 7, epss: 0 }, false],
  [[{ kev: true }], { kev: true }, true],
  [[{ kev: true }], { kev: false }, false],
  [[{ kev: true }], {}, false],
  [[{ unrated: true }], { severity: 'unknown' }, true],
  [[{ unrated: true }], { severity: 'unknown', cvss: 0 }, false],
  [[{ severity: 'high' }], { severity: 'unknown' }, true],
  [[{ severity: 'critical' }], { severity: 'unknown', cvss: 9 }, true],
  [[{ severity: 'medium' }, { kev: true }], { kev: true }, true],
])('%j is said of %j: %p', (clauses, item, expected) => {
  expect(vulnerabilitiesMeant(clauses, evidence([cve(item)]))).toHaveLength(
    Number(expected),
  );
});

it.each([
  [{ severity: 'low', cvss: 9.9 }, 'low'],
  [{ severity: 'unknown', cvss: 10 }, 'critical'],
  [{ severity: 'unknown', cvss: 8.9 }, 'high'],
  [{ severity: 'unknown', cvss: 6.9 }, 'medium'],
  [{ severity: 'unknown', cvss: 3.9 }, 'low'],
  [{ severity: 'unknown' }, 'critical'],
] as const)('%j counts as %s', (item, severity) => {
  expect(severityOf(cve(item), { unratedCountsAs: 'critical' })).toBe(severity);
});

it('judges each vulnerability by itself, not figures of several together', () => {
  const two = [
    cve({ id: 'CVE-2026-1', cvss: 9.8, epss: 0.01 }),
    cve({ id: 'CVE-2026-2', cvss: 2, epss: 0.9 }),
  ];
  expect(vulnerabilitiesMeant([exploitable], evidence(two))).toEqual([]);
});

const gate: Gate = {
  name: 'dangerous',
  when: [{ openVulnerability: [{ severity: 'critical' }, { kev: true }] }],
  effect: 'block',
  words: '{value:vulnerability is|vulnerabilities are} open: {vulnerabilities}',
  liftedBy: 'A build without {vulnerabilities}',
};
const finding = (...input: Parameters<typeof evidence>) =>
  checkGates({ gates: [gate] }, evidence(...input)).blockedBy[0];

it('names the vulnerabilities that it is about, the worst first', () => {
  expect(
    finding([
      cve({ id: 'CVE-2026-4', severity: 'critical' }),
      cve({ id: 'CVE-2026-3', severity: 'critical', cvss: 9.1 }),
      cve({ id: 'CVE-2026-9', severity: 'low', cvss: 3 }),
      cve({ id: 'CVE-2026-2', severity: 'critical', cvss: 9.8, epss: 0.4137 }),
      cve({ id: 'CVE-2026-1', severity: 'unknown', kev: true }),
    ]),
  ).toEqual({
    gate: 'dangerous',
    words:
      '4 vulnerabilities are open: CVE-2026-1 (neither severity nor CVSS given, known to be exploited), CVE-2026-2 (critical, CVSS 9.8, EPSS 41.4 %), CVE-2026-3 (critical, CVSS 9.1) and 1 more',
    liftedBy: expect.stringContaining('A build without CVE-2026-1'),
  });
});

describe('an excuse', () => {
  const vex = (excused: boolean, vulnerability = 'cve-2026-1'): VexFinding => ({
    vulnerability,
    excused,
    words: `the VEX statement for CVE-2026-1 is signed by no key this portal trusts`,
  });

  it('counts when the portal verified it, whatever case the id is in', () => {
    const critical = cve({ severity: 'critical', cvss: 9.8 });
    expect(finding([critical], [vex(true)])).toBeUndefined();
    expect(finding([critical], [vex(true, 'CVE-2026-11')])).toBeDefined();
  });

  it('does not count because the pipeline says so, and why is said', () => {
    const claimed = cve({
      severity: 'critical',
      vex: { status: 'not_affected', signed: true },
    });
    expect(finding([claimed])).toBeDefined();
    expect(finding([claimed], [vex(false)]).words).toBe(
      '1 vulnerability is open: CVE-2026-1 (critical); the VEX statement for CVE-2026-1 is signed by no key this portal trusts',
    );
  });
});

it('finds nothing where there is no scan; a gate asks for that itself', () => {
  expect(finding(undefined)).toBeUndefined();
  const missing: Gate = {
    ...gate,
    when: [{ feature: 'vulnerabilities.openCritical', missing: true }],
    words: 'no scan',
    liftedBy: 'a scan',
  };
  const found = (vulnerabilities?: Vulnerability[]) =>
    checkGates({ gates: [missing] }, evidence(vulnerabilities)).blockedBy;
  expect(found(undefined)).toHaveLength(1);
  expect(found([])).toEqual([]);
});

it('never finds fewer when a figure gets worse', () => {
  const figure = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), {
    nil: undefined,
  });
  fc.assert(
    fc.property(figure, figure, fc.boolean(), (cvss, epss, kev) => {
      const clauses = [exploitable, { kev: true as const }];
      const found = (item: Partial<Vulnerability>) =>
        vulnerabilitiesMeant(clauses, evidence([cve(item)])).length;
      const scaled = cvss === undefined ? undefined : cvss * 10;
      const now = found({ cvss: scaled, epss, kev });
      expect(found({ cvss: 10, epss, kev })).toBeGreaterThanOrEqual(now);
      expect(found({ cvss: scaled, epss: 1, kev })).toBeGreaterThanOrEqual(now);
      expect(found({ cvss: scaled, epss, kev: true })).toBe(1);
    }),
  );
});

it.each([
  [{ when: [{ openVulnerability: [] }] }, /when\.0\.openVulnerability/],
  [{ when: [{ openVulnerability: [{}] }] }, /says nothing/],
  [{ when: [{ openVulnerability: [{ kev: false }] }] }, /kev/],
  [{ when: [{ openVulnerability: [{ cvss: 9 }] }] }, /Unrecognized key/],
  [
    {
      when: [{ openVulnerability: [{ epssAtLeast: 0.1, epssMissing: true }] }],
    },
    /cannot hold/,
  ],
  [
    { when: [{ openVulnerability: [{ kev: true }], above: 1 }] },
    /only a feature/,
  ],
  [
    { when: [{ openVulnerability: [{ kev: true }], feature: 'tests.failed' }] },
    /either feature or openVulnerability/,
  ],
  [{ when: [{ above: 1 }] }, /either feature or openVulnerability/],
  [
    { when: [{ feature: 'tests.failed', above: 0 }] },
    /\{vulnerabilities\} needs openVulnerability as the first condition/,
  ],
])('refuses a gate with %j', (change, message) => {
  const result = gatesSection.safeParse([{ ...gate, ...change }]);
  expect(
    result.error?.issues
      .map(issue => `${issue.path.slice(1).join('.')}: ${issue.message}`)
      .join('\n'),
  ).toMatch(message);
});
