import { vulnerability } from '@adaptive-delivery/plugin-release-common';
import fc from 'fast-check';
import { mergeVulnerabilities } from './mergeVulnerabilities';

describe('mergeVulnerabilities', () => {
  const item = fc.record({
    id: fc.constantFrom(
      'CVE-2099-0001',
      'CVE-2099-0002',
      'GHSA-a',
      'PYSEC-b',
      '\u202e',
      ' ',
    ),
    aliases: fc.subarray(['GHSA-a', 'GHSA-c', 'PYSEC-b']),
    package: fc.constantFrom('a@1', 'pkg:npm/b@2', ''),
    severity: fc.constantFrom(
      'critical' as const,
      'low' as const,
      'unknown' as const,
    ),
    cvss: fc.option(fc.constantFrom(0, 5, 9.8), { nil: undefined }),
    epss: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), {
      nil: undefined,
    }),
    kev: fc.option(fc.boolean(), { nil: undefined }),
    fixedIn: fc.array(fc.constantFrom('1', '2\n3', 'x'.repeat(300)), {
      maxLength: 3,
    }),
  });

  it('names each vulnerability once, as bad as the worst that was said of any', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 8 }), all => {
        const result = mergeVulnerabilities(all);
        expect(new Set(result.map(({ id }) => id)).size).toBe(result.length);
        result.forEach(entry =>
          vulnerability.parse(JSON.parse(JSON.stringify(entry))),
        );
        const has = (
          which: (one: { severity: string; kev?: boolean }) => boolean,
        ) => [all.some(which), result.some(which)] as const;
        for (const [before, after] of [
          has(one => one.severity === 'critical'),
          has(one => one.kev === true),
        ]) {
          expect(after).toBe(before);
        }
      }),
    );
  });

  it('says the same in any order', () => {
    const plain = item.map(one => ({ ...one, aliases: [], fixedIn: [] }));
    fc.assert(
      fc.property(fc.array(plain, { maxLength: 8 }), all => {
        expect(mergeVulnerabilities([...all].reverse())).toEqual(
          mergeVulnerabilities(all),
        );
      }),
    );
  });

  it('brings in an advisory whose CVE another scanner knows', () => {
    const base = { package: 'a@1', severity: 'low' as const, fixedIn: [] };
    expect(
      mergeVulnerabilities([
        { ...base, id: 'PYSEC-1', aliases: ['GHSA-1'] },
        { ...base, id: 'CVE-2099-0001', aliases: ['GHSA-1'] },
        { ...base, id: 'OTHER-2', aliases: ['GHSA-2'] },
        { ...base, id: 'GHSA-2', aliases: [] },
      ]),
    ).toMatchObject([
      { id: 'CVE-2099-0001', aliases: ['GHSA-1', 'PYSEC-1'] },
      { id: 'GHSA-2', aliases: ['OTHER-2'] },
    ]);
  });
});
