import fc from 'fast-check';
import { cvss3BaseScore } from './cvss3';

// FIRST, "Common Vulnerability Scoring System v3.1: Examples"
const published: Array<[string, string, number]> = [
  ['CVE-2013-1937', 'AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
  ['CVE-2013-0375', 'AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4],
  ['CVE-2014-3566', 'AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1],
  ['CVE-2012-1516', 'AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 9.9],
  ['CVE-2009-0783', 'AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L', 4.2],
  ['CVE-2012-0384', 'AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 8.8],
  ['CVE-2015-1098', 'AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 7.8],
  ['CVE-2014-0160', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5],
  ['CVE-2014-6271', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVE-2008-1447', 'AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N', 6.8],
  ['CVE-2014-2005', 'AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 6.8],
  ['CVE-2010-0467', 'AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N', 5.8],
  ['CVE-2012-1342', 'AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:L/A:N', 5.8],
  ['CVE-2013-6014', 'AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H', 9.3],
  ['CVE-2014-9253', 'AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N', 5.4],
  ['CVE-2011-1265', 'AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 8.8],
  ['CVE-2014-2019', 'AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', 4.6],
  ['CVE-2014-0224', 'AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N', 7.4],
  ['CVE-2012-5376', 'AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', 9.6],
];

describe('cvss3BaseScore', () => {
  it.each(published)('scores %s as published', (_id, metrics, score) => {
    expect(cvss3BaseScore(`CVSS:3.1/${metrics}`)).toBe(score);
    expect(cvss3BaseScore(`CVSS:3.0/${metrics}`)).toBe(score);
  });

  it.each([
    ['no impact', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
    ['the worst of all', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
    [
      'metrics in another order',
      'CVSS:3.1/S:U/AV:N/AC:L/A:H/PR:N/UI:N/C:H/I:H',
      9.8,
    ],
    [
      'temporal metrics',
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O',
      9.8,
    ],
  ])('scores %s', (_what, vector, score) => {
    expect(cvss3BaseScore(vector)).toBe(score);
  });

  it.each([
    ['a v4 vector', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N'],
    ['a v2 vector', 'AV:N/AC:L/Au:N/C:P/I:P/A:P'],
    ['nothing', ''],
    ['a missing metric', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H'],
    ['an unknown value', 'CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['an unknown scope', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:X/C:H/I:H/A:H'],
    ['a metric twice', 'CVSS:3.1/AV:N/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    [
      'a name of an object',
      'CVSS:3.1/AV:constructor/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    ],
    ['a hole', 'CVSS:3.1//AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
  ])('has no score for %s', (_what, vector) => {
    expect(cvss3BaseScore(vector)).toBeUndefined();
  });

  it('stays in steps of a tenth, and grows with every metric', () => {
    const pick = <T>(...values: T[]) => fc.constantFrom(...values);
    const vector = (metrics: string[]) =>
      `CVSS:3.1/AV:${metrics[0]}/AC:${metrics[1]}/PR:${metrics[2]}/UI:${metrics[3]}/S:${metrics[4]}/C:${metrics[5]}/I:${metrics[6]}/A:${metrics[7]}`;
    const worst = ['N', 'L', 'N', 'N', 'C', 'H', 'H', 'H'];
    fc.assert(
      fc.property(
        fc.tuple(
          pick('N', 'A', 'L', 'P'),
          pick('L', 'H'),
          pick('N', 'L', 'H'),
          pick('N', 'R'),
          pick('U', 'C'),
          pick('H', 'L', 'N'),
          pick('H', 'L', 'N'),
          pick('H', 'L', 'N'),
        ),
        fc.integer({ min: 0, max: 7 }),
        (metrics, at) => {
          const score = cvss3BaseScore(vector(metrics)) ?? NaN;
          expect(score).toBe(Math.round(score * 10) / 10);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(10);
          // a change of scope alone may lower a score that has no impact to spare
          if (at === 4) return;
          const raised = metrics.map((value, i) =>
            i === at ? worst[i] : value,
          );
          expect(cvss3BaseScore(vector(raised))).toBeGreaterThanOrEqual(score);
        },
      ),
    );
  });
});
