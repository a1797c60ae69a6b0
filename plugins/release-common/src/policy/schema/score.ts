import { z } from 'zod';
import { riskBand, text } from '../../contracts/primitives';
import { FeatureName, featureNames, policyFeatures } from '../features';
import { NAMES_VULNERABILITIES, faultOfWords } from '../words';

/**
 * Points go in halves: a half is exact in binary, so contributions sum to the
 * score exactly in whatever language adds them.
 */
export const points = z.number().min(-100).max(100).multipleOf(0.5);

/** A sentence with placeholders, see `renderWords`. */
export const wordsTemplate = text(300).check(context => {
  const message = faultOfWords(context.value);
  if (message) {
    context.issues.push({ code: 'custom', message, input: context.value });
  }
});

/** A sentence that may name the vulnerabilities a gate is about. */
export const gateWords = text(300).check(context => {
  const message = faultOfWords(
    context.value.replaceAll(NAMES_VULNERABILITIES, ''),
  );
  if (message) {
    context.issues.push({ code: 'custom', message, input: context.value });
  }
});

export const featureName = z.enum(featureNames, {
  error: issue =>
    `${JSON.stringify(
      issue.input,
    )} is not a feature; the features are ${featureNames.join(', ')}`,
});

const positive = z.number().positive().max(1e12);

/** How a value becomes a share of the weight, 0 to 1. */
export const transform = z.discriminatedUnion('kind', [
  /** ln(1 + value) / ln(1 + saturatesAt), at most 1. */
  z.strictObject({
    kind: z.literal('log1p'),
    saturatesAt: positive,
    invert: z.boolean().optional(),
  }),
  /** value / cap, at most 1. */
  z.strictObject({
    kind: z.literal('linear'),
    cap: positive,
    invert: z.boolean().optional(),
  }),
  /** The value itself, 0 to 1. */
  z.strictObject({
    kind: z.literal('share'),
    invert: z.boolean().optional(),
  }),
  /** 1 when the value is `riskyWhen` (true unless given). */
  z.strictObject({
    kind: z.literal('boolean'),
    riskyWhen: z.boolean().optional(),
  }),
  /** By value; 0 for a value that is not listed. */
  z.strictObject({
    kind: z.literal('map'),
    values: z.record(z.string().min(1).max(100), z.number().min(0).max(1)),
  }),
]);
export type Transform = z.infer<typeof transform>;

const fitting: Record<string, ReadonlyArray<Transform['kind']>> = {
  number: ['log1p', 'linear'],
  share: ['share', 'linear'],
  boolean: ['boolean'],
  text: ['map'],
};

export const scoreFactor = z
  .strictObject({
    feature: featureName,
    transform,
    /** The most points it can add; below zero it takes points away. */
    weight: points,
    words: wordsTemplate,
    /**
     * What is added when the evidence is not there. Never below zero, so that
     * hiding evidence never scores below the best that it could have said.
     */
    missing: z.strictObject({
      points: points.min(0, {
        error:
          'must not be below 0: missing evidence never counts in favour of a release',
      }),
      words: wordsTemplate,
    }),
  })
  .check(context => {
    const { feature, transform: given } = context.value;
    const allowed = fitting[policyFeatures[feature as FeatureName].type];
    if (!allowed.includes(given.kind)) {
      context.issues.push({
        code: 'custom',
        path: ['transform', 'kind'],
        message: `${given.kind} does not fit ${feature}; use ${allowed.join(
          ' or ',
        )}`,
        input: given.kind,
      });
    }
  });
export type ScoreFactor = z.infer<typeof scoreFactor>;

export const scoreSection = z
  .strictObject({
    /** What every release starts with. */
    base: points,
    factors: z.array(scoreFactor).max(100),
  })
  .check(context => {
    const seen = new Set<string>();
    context.value.factors.forEach(({ feature }, index) => {
      if (seen.has(feature)) {
        context.issues.push({
          code: 'custom',
          path: ['factors', index, 'feature'],
          message: `${feature} is weighed twice`,
          input: feature,
        });
      }
      seen.add(feature);
    });
  });

/** The lowest score of each band; a score on a threshold is in the band above. */
export const bandsSection = z
  .strictObject({
    low: z.literal(0),
    medium: points,
    high: points,
    critical: points,
  })
  .check(context => {
    const { value } = context;
    riskBand.options.forEach((band, index, all) => {
      if (index > 0 && value[band] <= value[all[index - 1]]) {
        context.issues.push({
          code: 'custom',
          path: [band],
          message: `must be above ${all[index - 1]} (${value[all[index - 1]]})`,
          input: value[band],
        });
      }
    });
  });
