import {
  createConditionExports,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod/v3';
import { decisionResourceRef } from './decisionResource';

/** The component of the decision, or a part of the bundle, belongs to one of these. */
export const isEntityOwner = createPermissionRule({
  name: 'IS_ENTITY_OWNER',
  description: 'Allow decisions about components that one of the claims owns',
  resourceRef: decisionResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Full references of users and groups, in lower case'),
  }),
  apply: ({ owner, partOwners = [] }, { claims }) =>
    [owner, ...partOwners].some(ref => ref !== null && claims.includes(ref)),
  toQuery: ({ claims }) => ({ kind: 'ownedBy' as const, claims }),
});

/**
 * The person is not among the authors of the change, as far as the catalog
 * knows them by e-mail. What follows from unknown authors is the policy
 * bundle's to say (`approvals.fourEyes`).
 */
export const isNotAuthor = createPermissionRule({
  name: 'IS_NOT_AUTHOR',
  description: 'Allow decisions about changes that the person did not write',
  resourceRef: decisionResourceRef,
  paramsSchema: z.object({
    userRef: z.string().describe('Full reference of the user, in lower case'),
  }),
  apply: ({ authors }, { userRef }) => !authors.includes(userRef),
  toQuery: ({ userRef }) => ({ kind: 'notWrittenBy' as const, userRef }),
});

/** The risk score is below a ceiling; a score of exactly that is not. */
export const hasRiskBelow = createPermissionRule({
  name: 'HAS_RISK_BELOW',
  description: 'Allow decisions with a risk score below the given one',
  resourceRef: decisionResourceRef,
  paramsSchema: z.object({
    score: z.number().min(0).max(101).describe('Of 0 to 100'),
  }),
  apply: ({ riskScore }, { score }) => riskScore < score,
  toQuery: ({ score }) => ({ kind: 'riskBelow' as const, score }),
});

export const decisionRules = { isEntityOwner, isNotAuthor, hasRiskBelow };

/**
 * For permission policies, of this portal and of others: conditions to answer
 * the permissions `release.decision.{read,approve,reject,override}` with.
 */
export const {
  conditions: decisionConditions,
  createConditionalDecision: createDecisionConditionalDecision,
} = createConditionExports({
  resourceRef: decisionResourceRef,
  rules: decisionRules,
});
