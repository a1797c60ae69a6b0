import { z } from 'zod';
import { identifier, sha256, share, text } from '../../contracts/primitives';
import { modelMode } from '../../contracts/riskDecision';
import { featureName, points } from './score';

const pointsByProbability = z
  .array(z.strictObject({ probability: share, points: points.min(0) }))
  .min(2)
  .max(50)
  .check(context => {
    context.value.slice(1).forEach((now, index) => {
      const before = context.value[index];
      const fault =
        (now.probability <= before.probability && 'probability') ||
        (now.points < before.points && 'points');
      if (fault) {
        context.issues.push({
          code: 'custom',
          path: [index + 1, fault],
          message:
            fault === 'points'
              ? `must not be less than before (${before.points}): a higher probability is never a lower risk`
              : `must be above the one before (${before.probability})`,
          input: now,
        });
      }
    });
  });

/** A model beside the factors of the score, and what it may do. `null`: none. */
export const modelSection = z
  .strictObject({
    /** Of the runtime that is asked. */
    name: identifier,
    /** Only this version counts; any when absent. */
    version: text(100).optional(),
    /** Only a model with this RFC 8785 digest counts; any when absent. */
    digest: sha256.optional(),
    mode: modelMode,
    /** In canary mode the share of decisions that the model drives. */
    share: z.number().gt(0).lt(1).optional(),
    /** How long a submission waits for its answer. */
    timeoutMs: z.int().min(1).max(10_000),
    /**
     * For a model whose probability is not calibrated yet: probability =
     * sigmoid(slope * log odds + intercept) (Platt 1999).
     */
    calibration: z
      .strictObject({
        slope: z.number().positive().max(100),
        intercept: z.number().min(-100).max(100),
      })
      .optional(),
    /** The factors whose points the model replaces where it drives. */
    inPlaceOf: z.array(featureName).min(1).max(100),
    /** Points by probability; in between by a straight line, beyond the ends as at them. */
    points: pointsByProbability,
  })
  .check(context => {
    const { mode, share: part } = context.value;
    if ((mode === 'canary') === (part !== undefined)) return;
    context.issues.push({
      code: 'custom',
      path: ['share'],
      message:
        mode === 'canary'
          ? 'is missing; say which share of decisions the model drives, such as 0.1'
          : `counts only in canary mode, and this is ${mode}`,
      input: part,
    });
  })
  .nullable()
  .optional();
export type ModelPolicy = NonNullable<z.infer<typeof modelSection>>;
