import { z } from 'zod';
import { planStep } from '../../contracts';

/** The largest first cohort that an ARM fleet may start on, in percent. */
export const MAX_FIRST_COHORT_PERCENT = 10;

type Step = z.infer<typeof planStep>;

function faultOfStep(step: Step, before: Step | undefined) {
  const { percent } = step.exposure;
  if (percent <= 0 || percent >= 100) {
    return {
      at: ['exposure', 'percent'],
      message:
        'must be above 0 and below 100: without a baseline arm nothing can be compared (the last promote takes the candidate to 100 %)',
    };
  }
  if (before && percent < before.exposure.percent) {
    return {
      at: ['exposure', 'percent'],
      message: `must not be less than the step before (${before.exposure.percent})`,
    };
  }
  if (step.maxLooks * step.lookEverySeconds < step.bakeSeconds) {
    return {
      at: ['maxLooks'],
      message: `${step.maxLooks} looks every ${step.lookEverySeconds} s end before the bake of ${step.bakeSeconds} s, so the step could never be promoted`,
    };
  }
  return null;
}

const steps = z
  .array(planStep)
  .min(1)
  .max(50)
  .check(context => {
    context.value.forEach((step, index, all) => {
      const fault = faultOfStep(step, all[index - 1]);
      if (fault) {
        context.issues.push({
          code: 'custom',
          path: [index, ...fault.at],
          message: fault.message,
          input: step,
        });
      }
    });
  });

export const strategyRule = z.strictObject({
  strategy: z.enum(['rolling', 'canary', 'blueGreen']),
  steps,
});
export type StrategyRule = z.infer<typeof strategyRule>;

const strategiesPerBand = z.strictObject({
  low: strategyRule,
  medium: strategyRule,
  high: strategyRule,
  critical: strategyRule,
});

/** A device that does not boot cannot be reached to take anything back. */
const armStrategies = strategiesPerBand.check(context => {
  for (const [band, { steps: all }] of Object.entries(context.value)) {
    const { kind, percent } = all[0].exposure;
    if (kind !== 'cohort' || percent > MAX_FIRST_COHORT_PERCENT) {
      context.issues.push({
        code: 'custom',
        path: [band, 'steps', 0, 'exposure'],
        message: `an ARM fleet starts on a cohort of test devices of at most ${MAX_FIRST_COHORT_PERCENT} %`,
        input: all[0].exposure,
      });
    }
  }
});

/** How a candidate is released, by operating system and band. */
export const strategiesSection = z.strictObject({
  linux: strategiesPerBand,
  windows: strategiesPerBand,
  arm: armStrategies,
});
