import { Vulnerability } from '@adaptive-delivery/plugin-release-common';
import { sampleDecision } from '@adaptive-delivery/plugin-release-react/testUtils';
import { SERVICE, sampleBundle } from '../__testUtils__/bundle';
import { vulnerabilityView } from './vulnerabilities';

const found = (
  id: string,
  severity: Vulnerability['severity'],
  figures: Partial<Vulnerability> = {},
): Vulnerability => ({ id, severity, ...figures });

function scanned(vulnerabilities: Vulnerability[] | undefined) {
  const record = sampleDecision();
  return {
    ...record,
    riskInputs: { ...record.riskInputs, vulnerabilities },
  };
}

describe('what the scans of a release found', () => {
  it('puts the exploited first, then the severe and the likely, the excused last', () => {
    const record = scanned([
      found('CVE-LOW', 'low'),
      found('CVE-EXCUSED', 'critical', { kev: true }),
      found('CVE-HIGH-LIKELY', 'high', { cvss: 8, epss: 0.4 }),
      found('CVE-HIGH', 'high', { cvss: 8, epss: 0.1 }),
      found('CVE-UNRATED', 'unknown'),
      found('CVE-EXPLOITED', 'medium', { kev: true }),
      found('CVE-CRITICAL', 'critical'),
    ]);
    const view = vulnerabilityView({
      ...record,
      decision: {
        ...record.decision,
        vex: [
          {
            vulnerability: 'cve-excused',
            excused: true,
            words: 'is not affected',
          },
        ],
      },
    });
    expect(view.rows.map(({ id }) => id)).toEqual([
      'CVE-EXPLOITED',
      'CVE-CRITICAL',
      'CVE-HIGH-LIKELY',
      'CVE-HIGH',
      'CVE-UNRATED',
      'CVE-LOW',
      'CVE-EXCUSED',
    ]);
    expect(view).toMatchObject({ open: 6, excused: 1, notScanned: [] });
  });

  it('tells no scan from a scan that found nothing', () => {
    expect(vulnerabilityView(scanned([]))).toMatchObject({
      open: 0,
      notScanned: [],
    });
    expect(vulnerabilityView(scanned(undefined))).toMatchObject({
      open: 0,
      notScanned: [SERVICE],
    });
  });

  it('of a bundle names the part, and does not let one excuse the other', () => {
    const record = sampleBundle();
    const builds = record.bundle!.builds.map(build => ({
      ...build,
      riskInputs: {
        ...build.riskInputs,
        vulnerabilities: [found('CVE-1', 'high')],
      },
    }));
    const view = vulnerabilityView({
      ...record,
      bundle: { ...record.bundle!, builds },
      decision: {
        ...record.decision,
        vex: [
          {
            vulnerability: 'CVE-1',
            component: SERVICE,
            excused: true,
            words: 'is not affected',
          },
        ],
      },
    });
    expect(
      view.rows.map(({ component, finding }) => [component, finding?.excused]),
    ).toEqual([
      ['component:default/printer-driver', undefined],
      [SERVICE, true],
    ]);
  });
});
