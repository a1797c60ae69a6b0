import { z } from 'zod';
import { analysisProfile, metricLabels } from '../contracts/analysis';
import { utcTime } from '../contracts/primitives';

const window = z
  .strictObject({ start: utcTime, end: utcTime })
  .refine(({ start, end }) => Date.parse(end) > Date.parse(start), {
    path: ['end'],
    message: 'must be after start',
  });

/**
 * Which look of how many: alpha is spread over the planned ones, and a part kept
 * for those that come later. Without it the look is taken for the only one.
 */
const looks = z.strictObject({
  /** From 0. */
  index: z.int().min(0),
  planned: z.int().min(1).max(100_000),
});

/**
 * Body of `PUT /v1/verdicts/{rolloutId}/{step}/{look}`: which arms to compare,
 * over which window, by which profile.
 */
export const judgementRequest = z.strictObject({
  profile: analysisProfile,
  arms: z.strictObject({ candidate: metricLabels, baseline: metricLabels }),
  window,
  minSamples: z.int().min(0),
  looks: looks.optional(),
});
export type JudgementRequest = z.infer<typeof judgementRequest>;

/** One arm's series as the caller has it; null stands for a gap. */
const inlineSeries = z
  .strictObject({
    times: z.array(utcTime).max(20_000),
    values: z.array(z.number().nullable()).max(20_000),
  })
  .refine(series => series.times.length === series.values.length, {
    path: ['values'],
    message: 'must have as many entries as times',
  });
export type InlineSeries = z.infer<typeof inlineSeries>;

/** Null where the arm has no such series at all. */
const seriesOfArms = z.strictObject({
  candidate: inlineSeries.nullable(),
  baseline: inlineSeries.nullable(),
});

/**
 * Body of `POST /v1/judgements` with the series in it: by metric name, a pair
 * of rates in 1/s for a `ratio` and one series for a `mean`.
 */
export const inlineJudgementRequest = z
  .strictObject({
    profile: analysisProfile,
    window,
    minSamples: z.int().min(0),
    looks: looks.optional(),
    series: z.strictObject({
      samples: seriesOfArms,
      metrics: z.record(
        z.string(),
        z.union([
          z.strictObject({
            numerator: seriesOfArms,
            denominator: seriesOfArms,
          }),
          z.strictObject({ query: seriesOfArms }),
        ]),
      ),
    }),
  })
  .check(context => {
    const { profile, series } = context.value;
    const kinds = new Map(profile.metrics.map(m => [m.name, m.kind]));
    const complain = (name: string, message: string) =>
      context.issues.push({
        code: 'custom',
        path: ['series', 'metrics', name],
        message,
        input: name,
      });
    for (const [name, given] of Object.entries(series.metrics)) {
      const kind = kinds.get(name);
      if (!kind) complain(name, 'is not a metric of the profile');
      else if ((kind === 'ratio') !== 'numerator' in given) {
        complain(
          name,
          kind === 'ratio'
            ? 'is a ratio: needs numerator and denominator'
            : 'is a mean: needs query',
        );
      }
      kinds.delete(name);
    }
    for (const name of kinds.keys()) {
      complain(name, 'is missing; give null for an arm that has no series');
    }
  });
export type InlineJudgementRequest = z.infer<typeof inlineJudgementRequest>;
