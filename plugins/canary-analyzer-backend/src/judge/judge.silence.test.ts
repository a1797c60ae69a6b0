import {
  SLOTS,
  WINDOW,
  answer,
  both,
  broken,
  flat,
  meanMetric,
  profileOf,
  ratioEvidence,
  ratioMetric,
  silent,
} from '../__testUtils__/evidence';
import { errors, judged } from '../__testUtils__/judged';
import { judge } from './judge';
import { Evidence } from './types';

describe('judge, kinds of silence', () => {
  const good = ratioEvidence({ candidate: [2, 1000], baseline: [18, 9000] });
  const stopped = answer(flat(3).map((v, i) => (i < 30 ? v : null)));

  function withSeries(over: {
    samples?: Partial<Evidence['samples']>;
    numerator?: Partial<Evidence['samples']>;
    denominator?: Partial<Evidence['samples']>;
  }): Evidence {
    const [metric] = good.metrics;
    if (metric.kind !== 'ratio') throw new Error('a ratio was expected');
    return {
      samples: { ...good.samples, ...over.samples },
      metrics: [
        {
          ...metric,
          numerator: { ...metric.numerator, ...over.numerator },
          denominator: { ...metric.denominator, ...over.denominator },
        },
      ],
    };
  }

  it.each<[string, Parameters<typeof withSeries>[0], string, string]>([
    [
      'a candidate that never reported',
      { samples: { candidate: silent }, denominator: { candidate: silent } },
      'noData',
      'the candidate reported nothing in the window, while the baseline reports',
    ],
    [
      'a candidate that stopped',
      { samples: { candidate: stopped }, denominator: { candidate: stopped } },
      'noData',
      'the candidate stopped reporting at 15:02:30Z, 2.5 min before the end of the window, while the baseline reports',
    ],
    [
      'both silent',
      {
        samples: both(silent),
        denominator: both(silent),
        numerator: both(silent),
      },
      'noData',
      'neither arm reported anything in the window',
    ],
    [
      'both stopped',
      { samples: both(stopped), denominator: both(stopped) },
      'noData',
      'the candidate stopped reporting at 15:02:30Z, 2.5 min before the end of the window and the baseline stopped',
    ],
    [
      'a silent baseline',
      { denominator: { baseline: silent } },
      'noData',
      'the baseline reported nothing in the window, while the candidate reports',
    ],
    [
      'no error series at all',
      { numerator: both(silent) },
      'noData',
      'Error ratio (numerator): neither arm reported anything',
    ],
    [
      'a source that is down',
      {
        samples: both(broken),
        numerator: both(broken),
        denominator: both(broken),
      },
      'sourceUnavailable',
      'connection refused',
    ],
    [
      'a source that is down for one query',
      { numerator: { candidate: broken } },
      'sourceUnavailable',
      'connection refused',
    ],
  ])('%s', (_, over, cause, words) => {
    const judgement = judged(withSeries(over));
    expect(judgement).toMatchObject({ verdict: 'slow', cause });
    expect(judgement.words).toContain(words);
  });

  it('counts only what was covered, and shows gaps as gaps', () => {
    const holes = flat(4).map((v, i) => (i % 2 ? v : null));
    const judgement = judged(
      withSeries({
        samples: { candidate: answer(holes) },
        denominator: { candidate: answer(holes) },
        numerator: { candidate: answer(flat(0)) },
      }),
    );
    expect(judgement.samples.candidate).toBeCloseTo((4 * 5 * SLOTS) / 2, 6);
    expect(judgement.metrics[0].n.candidate).toBe((4 * 5 * SLOTS) / 2);
    expect(judgement.plot[0].candidate.filter(v => v === null)).toHaveLength(
      SLOTS / 2,
    );
    expect(judgement.verdict).toBe('promote');
  });

  it('rolls back a candidate that went down, and says that there is no data', () => {
    const evidence = withSeries({ samples: { candidate: silent } });
    const long = { ...WINDOW, start: new Date('2026-11-23T14:59:00Z') };
    const judgement = judge({
      profile: errors,
      window: long,
      minSamples: 500,
      evidence,
    });
    expect(judgement).toMatchObject({ verdict: 'rollback', cause: 'noData' });
    expect(judgement.words).toContain('taken to be down');
  });

  it('rolls back on known harm even where another metric is silent', () => {
    const bad = ratioEvidence({ candidate: [62, 1190], baseline: [12, 5900] });
    const profile = profileOf(ratioMetric(), meanMetric());
    const evidence: Evidence = {
      ...bad,
      metrics: [
        ...bad.metrics,
        { kind: 'mean', query: both('latency'), values: both(silent) },
      ],
    };
    expect(judged(evidence, profile).verdict).toBe('rollback');
  });
});
