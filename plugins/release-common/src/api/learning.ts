import { z } from 'zod';
import { riskDecision } from '../contracts';
import { text, utcTime } from '../contracts/primitives';

/** Body of `PUT /v1/examples/{decisionId}`: a decision and what came of it. */
export const exampleRequest = z.strictObject({
  decision: riskDecision,
  outcome: z
    .strictObject({
      kind: z.enum([
        'promoted',
        'rolledBack',
        'frozen',
        'rejected',
        'expired',
        'superseded',
      ]),
      words: text(2000),
      at: utcTime,
    })
    .nullable(),
});
export type ExampleRequest = z.infer<typeof exampleRequest>;

/** How the decisions of one policy digest turned out, per band. */
export type PolicyOutcomes = {
  policyDigest: string;
  policyVersion: string;
  since: string;
  bands: Array<{
    band: string;
    decided: number;
    promoted: number;
    rolledBack: number;
    /** rejected, expired, superseded, frozen or still open. */
    other: number;
  }>;
};
