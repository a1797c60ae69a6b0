import { z } from 'zod';
import { FourEyes, fourEyes, requiredApproval } from '../../contracts';
import {
  enforcementMode,
  identifier,
  operatingSystem,
  riskBand,
} from '../../contracts/primitives';
import { FeatureName, policyFeatures } from '../features';
import { NAMES_VULNERABILITIES } from '../words';
import { glob } from './glob';
import { featureName, gateWords } from './score';
import { vulnerabilityClause } from './vulnerabilities';

const featureTests = {
  is: z.union([z.boolean(), z.string().max(100)]).optional(),
  above: z.number().optional(),
  atLeast: z.number().optional(),
  below: z.number().optional(),
  missing: z.literal(true).optional(),
};

/** What is wrong with the test of a feature; null when nothing is. */
function faultOfTest(
  feature: FeatureName,
  tests: Array<[string, unknown]>,
): { at: string[]; message: string } | null {
  if (tests.length !== 1) {
    return {
      at: [],
      message: 'needs exactly one of is, above, atLeast, below, missing',
    };
  }
  const [[test, value]] = tests;
  const { type } = policyFeatures[feature];
  const numeric = type === 'number' || type === 'share';
  if (test !== 'missing' && numeric !== (test !== 'is')) {
    const fitting = numeric ? 'above, atLeast or below' : 'is';
    return { at: [test], message: `does not fit ${feature}; use ${fitting}` };
  }
  if (
    test === 'is' &&
    typeof value !== (type === 'text' ? 'string' : 'boolean')
  ) {
    const wanted = type === 'text' ? 'text' : 'true or false';
    return { at: [test], message: `must be ${wanted} for ${feature}` };
  }
  return null;
}

/**
 * One question about the evidence: about a feature, or whether there is an open
 * vulnerability of which one of the lines is true. Missing evidence answers
 * only `missing`.
 */
export const condition = z
  .strictObject({
    feature: featureName.optional(),
    ...featureTests,
    openVulnerability: z.array(vulnerabilityClause).min(1).max(20).optional(),
  })
  .check(context => {
    const { feature, openVulnerability, ...tests } = context.value;
    const given = Object.entries(tests).filter(([, v]) => v !== undefined);
    const fail = (path: string[], message: string) =>
      context.issues.push({
        code: 'custom',
        path,
        message,
        input: context.value,
      });
    if ((feature === undefined) === (openVulnerability === undefined)) {
      fail([], 'needs either feature or openVulnerability');
      return;
    }
    if (openVulnerability) {
      for (const [test] of given) fail([test], 'fits only a feature');
      return;
    }
    const fault = faultOfTest(feature as FeatureName, given);
    if (fault) fail(fault.at, fault.message);
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
  /**
   * What was found. `{value}` is that of the first condition: the value of its
   * feature, or how many vulnerabilities it is about, which
   * `{vulnerabilities}` names with their figures.
   */
  words: gateWords,
  liftedBy: gateWords,
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
    context.value.forEach(({ when, words, liftedBy }, index) => {
      if (when[0]?.openVulnerability) return;
      for (const [key, template] of Object.entries({ words, liftedBy })) {
        if (!template.includes(NAMES_VULNERABILITIES)) continue;
        context.issues.push({
          code: 'custom',
          path: [index, key],
          message: `${NAMES_VULNERABILITIES} needs openVulnerability as the first condition`,
          input: template,
        });
      }
    });
  });

const hours = z.number().positive().max(8760);

const strictFourEyes: FourEyes = {
  authorCannotApprove: true,
  distinctPeople: true,
  unknownAuthors: 'compareAddress',
};

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
  /** On in full unless the bundle says otherwise. */
  fourEyes: fourEyes.default(strictFourEyes),
});

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
