import { vulnerability } from '@adaptive-delivery/plugin-release-common';
import { fixture } from '../__testUtils__/fixtures';
import { found, grype, merged, osv, scan } from '../__testUtils__/scans';
import { parseVulnerabilities } from './collectVulnerabilities';

const ZLIB = {
  id: 'CVE-2099-1001',
  packages: ['pkg:conan/zlib@1.2.11'],
  severity: 'critical',
  cvss: 9.8,
  epss: 0.91,
  kev: true,
  fixedIn: '1.2.12',
};
const LIBPNG = {
  id: 'CVE-2099-1005',
  packages: ['pkg:conan/libpng@1.6.37'],
  severity: 'medium',
  cvss: 6.5,
  epss: 0.01,
  kev: false,
  fixedIn: '1.6.39',
};
const PYYAML = {
  id: 'CVE-2099-1003',
  aliases: ['GHSA-2222-3333-4444'],
  packages: ['pkg:pypi/pyyaml@5.3.1'],
  severity: 'high',
  // of the CVE; the advisory has a v4 vector with 8.7
  cvss: 8.8,
  epss: 0.05,
  kev: false,
  fixedIn: '6.0.1',
};
const REQUESTS = {
  id: 'GHSA-5555-6666-7777',
  packages: ['pkg:pypi/requests@2.31.0'],
  severity: 'medium',
  cvss: 5.6,
  kev: false,
  fixedIn: '2.32.0',
};

describe('a real report of Grype', () => {
  it('is one entry per vulnerability', () => {
    expect(merged(scan('grype'))).toEqual([
      ZLIB,
      {
        ...LIBPNG,
        id: 'CVE-2099-1002',
        cvss: 5.5,
        epss: 0.002,
        fixedIn: '1.6.38',
      },
      PYYAML,
      {
        id: 'CVE-2099-1004',
        packages: ['pkg:conan/fmt@10.2.1'],
        severity: 'unknown',
        kev: false,
        fixedIn: '10.3.0',
      },
      LIBPNG,
      REQUESTS,
    ]);
  });

  it('of a scan that found nothing is an empty list', () => {
    expect(parseVulnerabilities(scan('grype-clean'))).toEqual([]);
  });

  it('says what a rule and an unsigned VEX document hid', () => {
    const hidden = JSON.parse(scan('grype-ignored'));
    expect(
      hidden.matches.map(
        (item: { vulnerability: { id: string } }) => item.vulnerability.id,
      ),
    ).not.toContain('CVE-2099-1001');
    expect(merged(scan('grype-ignored'))).toEqual(merged(scan('grype')));
  });
});

describe('a real report of OSV-Scanner', () => {
  it('is one entry per vulnerability', () => {
    const { epss, kev, ...zlib } = ZLIB;
    const { epss: _epss, kev: _kev, ...pyyaml } = PYYAML;
    const { kev: _none, ...requests } = REQUESTS;
    expect(merged(scan('osv'))).toEqual([
      zlib,
      {
        ...pyyaml,
        aliases: ['GHSA-2222-3333-4444', 'PYSEC-2099-12'],
      },
      {
        id: 'CVE-2099-1006',
        aliases: ['GHSA-8888-9999-2222'],
        packages: ['pkg:pypi/requests@2.31.0'],
        // the scanner's own score of a v4 vector
        severity: 'critical',
        cvss: 9.3,
      },
      requests,
      {
        id: 'OSV-2099-77',
        packages: ['pkg:conan/libpng@1.6.37'],
        severity: 'unknown',
      },
    ]);
  });

  it('of a scan that found nothing is an empty list if it lists what was scanned', () => {
    expect(parseVulnerabilities(scan('osv-clean-all-packages'))).toEqual([]);
  });

  it('that lists nothing may be of a scan that failed', () => {
    expect(parseVulnerabilities(scan('osv-clean'))).toBeUndefined();
  });
});

it('takes what two scanners found for the same', () => {
  const both = merged(scan('grype'), scan('osv'));
  expect(both.map(item => item.id)).toEqual([
    'CVE-2099-1001',
    'CVE-2099-1002',
    'CVE-2099-1003',
    'CVE-2099-1004',
    'CVE-2099-1005',
    'CVE-2099-1006',
    'GHSA-5555-6666-7777',
    'OSV-2099-77',
  ]);
  expect(both[0]).toEqual(ZLIB);
  expect(both[2]).toEqual({
    ...PYYAML,
    aliases: ['GHSA-2222-3333-4444', 'PYSEC-2099-12'],
  });
  both.forEach(item =>
    expect(vulnerability.parse(JSON.parse(JSON.stringify(item)))).toBeDefined(),
  );
});

describe('parseVulnerabilities', () => {
  it.each([
    ['nothing', '', /^is empty/],
    ['a report that ends early', scan('grype').slice(0, 900), /^is not JSON/],
    ['null', 'null', /no report of Grype/],
    ['an empty object', '{}', /no report of Grype/],
    ['an empty list', '[]', /no report of Grype/],
    ['SARIF', fixture('vulnerabilities', 'grype.sarif'), /no report of Grype/],
    ['an SBOM', fixture('sbom', 'syft.cdx.json'), /no report of Grype/],
    ['results of something else', '{"results": []}', /no report of Grype/],
    ['no matches', grype(undefined), /is not valid: matches: /],
    ['matches that are null', grype(null), /matches: /],
    ['matches that are none', grype([null]), /matches\[0\]: /],
    [
      'a match without an id',
      grype([found({ id: '' })]),
      /matches\[0\]\.vulnerability\.id/,
    ],
    [
      'a score beyond the scale',
      grype([found({ cvss: [{ vector: '', metrics: { baseScore: 11 } }] })]),
      /baseScore/,
    ],
    [
      'a negative EPSS',
      grype([found({ epss: [{ epss: -0.1 }] })]),
      /epss\[0\]\.epss/,
    ],
    ['a number as text', grype([found({ epss: [{ epss: '0.9' }] })]), /epss/],
    [
      'a bad database',
      grype([], {
        descriptor: {
          name: 'grype',
          db: { status: { valid: false, error: 'is stale' } },
        },
      }),
      /bad database \(descriptor\.db\): is stale/,
    ],
    [
      'results that are none',
      '{"results": {}, "experimental_config": {}}',
      /no report of/,
    ],
    [
      'a package that is none',
      '{"results": [{"packages": [1]}], "experimental_config": {}}',
      /results\[0\]\.packages\[0\]/,
    ],
    [
      'a score that is none',
      osv([{ ids: ['A'], max_severity: 'high' }]),
      /max_severity that is no score: high/,
    ],
    [
      'a score beyond the scale',
      osv([{ ids: ['A'], max_severity: '99' }]),
      /no score: 99/,
    ],
    ['a group of nothing', osv([{ ids: [] }]), /groups\[0\]\.ids/],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseVulnerabilities(text)).toThrow(message);
  });
});
