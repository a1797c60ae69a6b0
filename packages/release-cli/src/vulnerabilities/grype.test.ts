import { Change, found, grype, merged } from '../__testUtils__/scans';

describe('Grype', () => {
  const ids = (match: Change) => merged(grype([match])).map(item => item.id);

  it('names an advisory by its CVE, and one for several CVEs by each', () => {
    expect(ids(found({}, [{ id: 'CVE-2099-0001' }]))).toEqual([
      'CVE-2099-0001',
    ]);
    expect(
      ids(found({}, [{ id: 'CVE-2099-0001' }, { id: 'CVE-2099-0002' }])),
    ).toEqual(['CVE-2099-0001', 'CVE-2099-0002']);
    expect(
      ids(found({ id: 'CVE-2099-0003' }, [{ id: 'CVE-2099-0001' }])),
    ).toEqual(['CVE-2099-0003']);
  });

  const cvss = (baseScore: number, vector = '') => ({
    vector,
    metrics: { baseScore },
  });
  const WORST = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
  it.each([
    ['its own word', { severity: 'Low' }, 'low', undefined],
    ['negligible', { severity: 'Negligible' }, 'low', undefined],
    ['a word that nobody knows', { severity: 'Fun' }, 'unknown', undefined],
    ['a name of an object', { severity: 'constructor' }, 'unknown', undefined],
    [
      'the highest of the scores',
      { cvss: [cvss(5), cvss(8.1), cvss(7)] },
      'high',
      8.1,
    ],
    [
      'a score where there is no word',
      { severity: '', cvss: [cvss(9.1)] },
      'critical',
      9.1,
    ],
    [
      'a vector, whatever is given with it',
      { severity: undefined, cvss: [cvss(0, WORST)] },
      'critical',
      9.8,
    ],
    [
      'nothing of a 0 that stands for no score',
      { severity: '', cvss: [cvss(0, 'CVSS:4.0/AV:N')] },
      'unknown',
      undefined,
    ],
  ])('says how bad by %s', (_what, change, severity, score) => {
    const [item] = merged(grype([found(change)]));
    expect(item.severity).toBe(severity);
    expect(item.cvss).toBe(score);
  });

  it('takes the word of the CVE where the advisory has none', () => {
    const cve = { id: 'CVE-2099-0001', severity: 'Critical' };
    expect(
      merged(grype([found({ severity: 'Unknown' }, [cve])])),
    ).toMatchObject([
      { id: 'CVE-2099-0001', aliases: ['GHSA-a'], severity: 'critical' },
    ]);
  });

  it('knows that something is not exploited only where it looked', () => {
    const match = found({ id: 'CVE-2099-0001' });
    const db = (providers: Change) => ({
      descriptor: { name: 'grype', db: { providers } },
    });
    expect(merged(grype([match]))[0].kev).toBeUndefined();
    expect(merged(grype([match], db({ nvd: {} })))[0].kev).toBeUndefined();
    expect(merged(grype([match], db({ kev: {} })))[0].kev).toBe(false);
    expect(
      merged(grype([found({ knownExploited: [{ cve: 'x' }] })]))[0].kev,
    ).toBe(true);
  });

  const ignoring = (rules: Change[], configured: Change[] = []) =>
    merged(
      grype([], {
        ignoredMatches: [{ ...found({}), appliedIgnoreRules: rules }],
        descriptor: { name: 'grype', configuration: { ignore: configured } },
      }),
    ).length;
  const HEADERS = {
    package: { name: 'linux-libc-dev', 'upstream-name': 'linux', type: 'deb' },
    'match-type': 'exact-indirect-match',
  };
  it.each([
    [
      'a rule of the configuration',
      [{ vulnerability: 'GHSA-a' }],
      [{ vulnerability: 'GHSA-a', reason: '' }],
      1,
    ],
    ['--only-fixed', [{ 'fix-state': 'not-fixed' }], [], 1],
    [
      'an unsigned VEX document',
      [{ namespace: 'vex', 'vex-status': 'fixed' }],
      [],
      1,
    ],
    [
      'a rule that Grype has itself',
      [{ vulnerability: 'GHSA-a', package: { name: 'a' } }],
      [{ vulnerability: 'GHSA-b' }],
      0,
    ],
    ['kernel headers', [HEADERS], [HEADERS], 0],
    [
      'both',
      [HEADERS, { vulnerability: 'GHSA-a' }],
      [HEADERS, { vulnerability: 'GHSA-a' }],
      1,
    ],
  ])(
    'counts what was ignored by %s (%#)',
    (_what, rules, configured, count) => {
      expect(ignoring(rules, configured)).toBe(count);
    },
  );
});
