import { z } from 'zod';
import { requiredApproval } from '../../contracts';
import {
  enforcementMode,
  identifier,
  operatingSystem,
  riskBand,
  text,
} from '../../contracts/primitives';
import { FeatureName, policyFeatures } from '../features';
import { featureName, wordsTemplate } from './score';

/** One question about the evidence. Missing evidence answers only `missing`. */
export const condition = z
  .strictObject({
    feature: featureName,
    is: z.union([z.boolean(), z.string().max(100)]).optional(),
    above: z.number().optional(),
    atLeast: z.number().optional(),
    below: z.number().optional(),
    missing: z.literal(true).optional(),
  })
  .check(context => {
    const { feature, ...tests } = context.value;
    const given = Object.entries(tests).filter(([, v]) => v !== undefined);
    const fail = (path: string[], message: string) =>
      context.issues.push({
        code: 'custom',
        path,
        message,
        input: context.value,
      });
    if (given.length !== 1) {
      fail([], 'needs exactly one of is, above, atLeast, below, missing');
      return;
    }
    const [test, value] = given[0];
    const { type } = policyFeatures[feature as FeatureName];
    const numeric = type === 'number' || type === 'share';
    if (test !== 'missing' && numeric !== (test !== 'is')) {
      fail(
        [test],
        `does not fit ${feature}; use ${
          numeric ? 'above, atLeast or below' : 'is'
        }`,
      );
    } else if (
      test === 'is' &&
      typeof value !== (type === 'text' ? 'string' : 'boolean')
    ) {
      fail(
        [test],
        `must be ${type === 'text' ? 'text' : 'true or false'} for ${feature}`,
      );
    }
  });
export type Condition = z.infer<typeof condition>;

/** All of these must hold. */
const conditions = z.array(condition).min(1).max(20);

const approvalRole = requiredApproval.shape.role;
export type ApprovalRole = z.infer<typeof approvalRole>;

const roles = z
  .array(approvalRole)
  .refine(list => new Set(list).size === list.length, {
    message: 'names a role twice',
  });

const gateBase = {
  name: identifier,
  when: conditions,
  /** What was found; `{value}` is that of the first condition. */
  words: wordsTemplate,
  liftedBy: wordsTemplate,
};

export const gate = z.discriminatedUnion('effect', [
  /** Nothing is released, whoever approves. */
  z.strictObject({ ...gateBase, effect: z.literal('block') }),
  /** Released only after these approvals, by a plan of at least this band. */
  z.strictObject({
    ...gateBase,
    effect: z.literal('approvals'),
    approvals: roles.min(1),
    planAs: riskBand.optional(),
  }),
]);
export type Gate = z.infer<typeof gate>;

export const gatesSection = z
  .array(gate)
  .max(100)
  .check(context => {
    const seen = new Set<string>();
    context.value.forEach(({ name }, index) => {
      if (seen.has(name)) {
        context.issues.push({
          code: 'custom',
          path: [index, 'name'],
          message: `"${name}" is named twice`,
          input: name,
        });
      }
      seen.add(name);
    });
  });

const hours = z.number().positive().max(8760);

export const approvalsSection = z.strictObject({
  /** Beside what gates ask for. */
  byBand: z.strictObject({
    low: roles,
    medium: roles,
    high: roles,
    critical: roles,
  }),
  /** In advisory mode, beside everything else. */
  advisory: roles.min(1),
  expireAfterHours: hours,
});

const glob = text(200).regex(
  /^[a-z0-9*][a-z0-9*:._/-]*$/,
  'must be a lower-case reference in which * stands for any characters',
);

export const enforcementRule = z.strictObject({
  component: glob.optional(),
  environment: glob.optional(),
  /** Matches a candidate with an artifact for one of these. */
  os: z.array(operatingSystem).min(1).optional(),
  when: conditions.optional(),
  mode: enforcementMode,
});

/** The first rule that matches says the mode. */
export const enforcementSection = z.strictObject({
  default: enforcementMode,
  rules: z.array(enforcementRule).max(200),
});

export const onBadVerdictSection = z.strictObject({
  default: z.enum(['rollback', 'freeze']),
  rules: z
    .array(
      z.strictObject({
        when: conditions,
        do: z.enum(['rollback', 'freeze']),
      }),
    )
    .max(50),
});

export const coolDownSection = z.strictObject({
  /** How long a digest stays quarantined after its rollback. */
  hours,
});
