import {
  sampleDecision,
  sampleRollout,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import fc from 'fast-check';
import { compareBuilds } from './compareBuilds';
import { latestWord, stepWords } from './progress';
import { waterfall } from './waterfall';

const plain = (text: string) => text.replace(/\u202f/g, ' ');

describe('waterfall', () => {
  const factor = fc
    .double({ min: -100, max: 100, noNaN: true })
    .map(contribution => ({
      feature: 'f',
      value: null,
      contribution,
      words: 'w',
    }));

  it('ends at the sum, keeps every bar on the page, and drops only zeros', () => {
    fc.assert(
      fc.property(
        fc.array(factor, { minLength: 1, maxLength: 30 }),
        factors => {
          const bars = waterfall(factors);
          const sum = factors.reduce((n, f) => n + f.contribution, 0);
          expect(bars.at(-1)?.total).toBeCloseTo(sum, 6);
          expect(bars.map(bar => bar.contribution).sort()).toEqual(
            factors
              .filter((f, index) => index === 0 || f.contribution !== 0)
              .map(f => f.contribution)
              .sort(),
          );
          bars.forEach(bar => {
            expect(bar.left).toBeGreaterThanOrEqual(-1e-9);
            expect(bar.width).toBeGreaterThanOrEqual(0);
            expect(bar.left + bar.width).toBeLessThanOrEqual(100 + 1e-9);
          });
        },
      ),
    );
  });

  it('starts at the base and goes on with what weighs most', () => {
    const bars = waterfall(sampleDecision().decision.factors);
    expect(bars.map(bar => [bar.feature, bar.total])).toEqual([
      ['base', 10],
      ['change.linesAdded', 40],
      ['coverage', 66],
      ['tests.failed', 63],
    ]);
  });
});

describe('compareBuilds', () => {
  const words = (...records: Parameters<typeof compareBuilds>) =>
    Object.fromEntries(
      compareBuilds(...records).map(({ label, words: text }) => [
        label,
        plain(text),
      ]),
    );

  it('never reads what was not submitted as zero', () => {
    expect(words(sampleDecision(), sampleDecision())).toMatchObject({
      Commits: 'not submitted',
      Dependencies: 'not submitted',
      CVEs: 'not submitted',
      Coverage: 'not submitted',
    });
  });

  it('compares what both builds said', () => {
    const base = sampleDecision();
    const record = (
      lines: number,
      sizeBytes: number,
      cves: string[] | undefined,
    ) =>
      sampleDecision({
        buildInfo: {
          ...base.buildInfo,
          artifacts: [{ ...base.buildInfo.artifacts[0], sizeBytes }],
        },
        riskInputs: {
          ...base.riskInputs,
          dependencies: { added: 1, changed: 3, removed: 0 },
          coverage: { lines },
          vulnerabilities: cves?.map(id => ({ id, severity: 'high' })),
        },
      });
    const candidate = record(0.8, 12 * 2 ** 20, ['CVE-2', 'CVE-3']);
    expect(
      words(candidate, record(0.82, 11 * 2 ** 20, ['CVE-1', 'CVE-2'])),
    ).toMatchObject({
      Dependencies: '1 added, 3 changed',
      CVEs: '1 new CVE (CVE-3 high), 1 fixed',
      Coverage: '82 % → 80 % (−2 pp)',
      Size: '11 MiB → 12 MiB (+1 MiB)',
    });
    expect(words(candidate, record(0.82, 1, undefined)).CVEs).toBe(
      '2 CVEs; the stable build has no scan to compare with',
    );
    expect(words(candidate, undefined).Size).toBe('12 MiB');
  });
});

describe('progress', () => {
  it('counts steps as people do', () => {
    expect(stepWords(sampleRollout())).toBe('step 3 of 5');
    expect(stepWords(sampleRollout({ stepIndex: 5, state: 'promoting' }))).toBe(
      'step 5 of 5',
    );
    expect(stepWords(sampleRollout({ stepIndex: 0, state: 'pending' }))).toBe(
      '5 steps ahead',
    );
  });

  it('tells the last verdict or why there is none', () => {
    const { events } = sampleRollout();
    expect(latestWord(sampleRollout())).toBeUndefined();
    const said = (kind: 'verdict' | 'held' | 'paused', words: string) => ({
      ...events[0],
      kind,
      words,
    });
    expect(
      latestWord(
        sampleRollout({
          events: [
            ...events,
            said('verdict', 'slow'),
            said('held', 'the analyzer does not answer'),
            said('paused', 'by sre'),
          ],
        }),
      )?.words,
    ).toBe('the analyzer does not answer');
  });
});
