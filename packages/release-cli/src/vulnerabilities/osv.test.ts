import { merged, osv } from '../__testUtils__/scans';

describe('OSV-Scanner', () => {
  const V4 = { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N' };
  const V3 = {
    type: 'CVSS_V3',
    score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  };
  const word = (severity: unknown) => ({ database_specific: { severity } });

  it.each([
    ['a v3 vector', [{ id: 'A', severity: [V3] }], '', 'critical', 9.8],
    [
      'a v4 vector alone',
      [{ id: 'A', severity: [V4] }],
      '',
      'unknown',
      undefined,
    ],
    [
      'a v4 vector with a word',
      [{ id: 'A', severity: [V4], ...word('LOW') }],
      '',
      'low',
      undefined,
    ],
    [
      'a v4 vector that the scanner scored',
      [{ id: 'A', severity: [V4] }],
      '8.2',
      'high',
      8.2,
    ],
    [
      'a broken vector',
      [{ id: 'A', severity: [{ score: 'CVSS:3.1/AV:N' }] }],
      '',
      'unknown',
      undefined,
    ],
    [
      'the worst of its advisories',
      [
        { id: 'A', ...word('LOW') },
        { id: 'B', severity: [V3] },
      ],
      '',
      'critical',
      9.8,
    ],
    [
      'a word that is none',
      [{ id: 'A', ...word({}) }],
      '',
      'unknown',
      undefined,
    ],
    ['nothing', [{ id: 'A' }], '', 'unknown', undefined],
  ])('says how bad by %s', (_what, advisories, max, severity, cvss) => {
    const group = { ids: advisories.map(item => item.id), max_severity: max };
    const [item, ...more] = merged(osv([group], advisories));
    expect(more).toEqual([]);
    expect(item).toMatchObject({ severity, packages: ['a@1'] });
    expect(item.cvss).toBe(cvss);
  });

  it('counts an advisory that is in no group', () => {
    expect(
      merged(osv([], [{ id: 'A', aliases: ['CVE-2099-0001'] }])),
    ).toMatchObject([{ id: 'CVE-2099-0001', aliases: ['A'] }]);
  });

  it('knows fixed versions of the package only, and no commits', () => {
    const events = (...fixed: string[]) => fixed.map(f => ({ fixed: f }));
    const affected = [
      {
        package: { name: 'a' },
        ranges: [
          {
            type: 'SEMVER',
            events: [{ introduced: '0' }, ...events('2', '3')],
          },
        ],
      },
      {
        package: { name: 'a' },
        ranges: [{ type: 'GIT', events: events('abc') }],
      },
      {
        package: { name: 'b' },
        ranges: [{ type: 'SEMVER', events: events('9') }],
      },
    ];
    expect(merged(osv([], [{ id: 'A', affected }]))[0].fixedIn).toBe('2, 3');
  });
});
