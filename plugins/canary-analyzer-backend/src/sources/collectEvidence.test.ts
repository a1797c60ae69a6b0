import { MetricSource } from '@adaptive-delivery/plugin-release-node';
import {
  WINDOW,
  meanMetric,
  profileOf,
  ratioMetric,
} from '../__testUtils__/evidence';
import { collectEvidence } from './collectEvidence';

const arms = {
  candidate: { track: 'candidate' },
  baseline: { track: 'baseline' },
};
const series = { times: [WINDOW.end.getTime()], values: [1] };

function collect(
  queryRange: MetricSource['queryRange'],
  deadlineMs = 5000,
  metrics = [ratioMetric(), meanMetric()],
) {
  return collectEvidence({
    source: { name: 'Test source', queryRange },
    profile: profileOf(...metrics),
    arms,
    window: WINDOW,
    deadlineMs,
  });
}

describe('collectEvidence', () => {
  it('asks each distinct query of each arm once', async () => {
    const asked: string[] = [];
    const evidence = await collect(async request => {
      asked.push(request.query);
      return series;
    });
    // Samples and the ratio's denominator are the same query.
    expect(asked.sort()).toEqual(
      ['errors:rate', 'latency_seconds:p95', 'requests:rate'].flatMap(name => [
        `release_track:${name}{ track="baseline" }`,
        `release_track:${name}{ track="candidate" }`,
      ]),
    );
    expect(evidence.metrics[0].query.candidate).toBe(
      '(release_track:errors:rate{ track="candidate" }) / (release_track:requests:rate{ track="candidate" })',
    );
    expect(evidence.samples.candidate).toEqual({ kind: 'answered', series });
  });

  it('keeps what was answered when one query fails', async () => {
    const evidence = await collect(async ({ query }) => {
      if (query.includes('latency')) throw new Error('the disk is full');
      return null;
    });
    expect(evidence.samples.baseline).toEqual({
      kind: 'answered',
      series: null,
    });
    expect(evidence.metrics[1]).toMatchObject({
      values: {
        candidate: {
          kind: 'unavailable',
          reason: 'Test source failed: the disk is full',
        },
      },
    });
  });

  it('does not wait longer than its deadline, whatever hangs', async () => {
    let asked = 0;
    const many = Array.from({ length: 50 }, (_, i) =>
      meanMetric({ name: `m${i}`, query: `m${i}{ {{labels}} }` }),
    );
    const evidence = await collect(
      () => {
        asked++;
        return new Promise(() => {});
      },
      50,
      many,
    );
    expect(evidence.samples.candidate).toEqual({
      kind: 'unavailable',
      reason: expect.stringContaining('within 0.05 s'),
    });
    expect(asked).toBeLessThan(10);
  });
});
