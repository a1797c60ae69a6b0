import { z } from 'zod';
import { analysisProfile, metricLabels } from '../contracts/analysis';
import { utcTime } from '../contracts/primitives';

/**
 * Body of `PUT /v1/verdicts/{rolloutId}/{step}/{look}`: which arms to compare,
 * over which window, by which profile.
 */
export const judgementRequest = z
  .strictObject({
    profile: analysisProfile,
    arms: z.strictObject({ candidate: metricLabels, baseline: metricLabels }),
    window: z.strictObject({ start: utcTime, end: utcTime }),
    minSamples: z.int().min(0),
  })
  .check(context => {
    const { start, end } = context.value.window;
    if (Date.parse(end) <= Date.parse(start)) {
      context.issues.push({
        code: 'custom',
        path: ['window', 'end'],
        message: 'must be after start',
        input: end,
      });
    }
  });
export type JudgementRequest = z.infer<typeof judgementRequest>;
