import {
  ContractError,
  decisionStates,
  enforcementMode,
  parseWith,
  riskBand,
  strategyName,
} from '@adaptive-delivery/plugin-release-common';
import { z } from 'zod';
import { PortalUnreachable } from './PortalClient';

/**
 * The parts of the portal's answers that the commands use. Further keys may
 * come with newer portals; what is used is checked.
 */
export const decisionAnswer = z.looseObject({
  id: z.uuid(),
  state: z.enum(decisionStates),
  stateReason: z.string(),
  entityRef: z.string(),
  environment: z.string(),
  version: z.string(),
  riskScore: z.number(),
  band: riskBand,
  strategy: strategyName,
  enforcement: enforcementMode,
  decision: z.looseObject({
    candidate: z
      .looseObject({
        parts: z
          .array(z.looseObject({ component: z.string(), version: z.string() }))
          .optional(),
      })
      .optional(),
    factors: z.array(
      z.looseObject({ contribution: z.number(), words: z.string() }),
    ),
    missingEvidence: z.array(
      z.looseObject({ feature: z.string(), words: z.string() }),
    ),
    blockedBy: z.array(
      z.looseObject({ words: z.string(), liftedBy: z.string() }),
    ),
    approvals: z.looseObject({
      required: z.array(
        z.looseObject({
          role: z.string(),
          component: z.string().optional(),
          why: z.string(),
        }),
      ),
    }),
  }),
});
export type DecisionAnswer = z.infer<typeof decisionAnswer>;

const gateWord = z.enum(['proceed', 'hold', 'rejected']);

export const gateAnswer = z.looseObject({
  answer: gateWord,
  decisionId: z.uuid(),
  state: z.enum(decisionStates),
  words: z.string(),
  wouldHave: gateWord.optional(),
  url: z.string(),
});
export type GateAnswerRead = z.infer<typeof gateAnswer>;

/**
 * An answer that is not what a portal says is no answer: it counts as a portal
 * that cannot be reached, never as a yes.
 */
export function readAnswer<T>(schema: z.ZodType<T>, body: unknown): T {
  try {
    return parseWith(schema, 'the answer of the portal', body);
  } catch (error) {
    if (error instanceof ContractError) {
      throw new PortalUnreachable(error.message);
    }
    throw error;
  }
}
