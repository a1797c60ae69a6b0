import { z } from 'zod';
import { riskDecision } from '../contracts';
import { RiskBand, text, utcTime } from '../contracts/primitives';

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

/** Answer of `GET /v1/health`: how the released decisions turned out, per band. */
export type LearningHealth = {
  /** Time of the first decision that is counted; null before there is one. */
  since: string | null;
  bands: Array<{
    band: RiskBand;
    /** Decisions kept, whatever came of them. */
    decided: number;
    /** Of them promoted or rolled back; the others say nothing about the risk. */
    finished: number;
    rolledBack: number;
    /** rolledBack / finished; null while nothing is finished. */
    share: number | null;
    /** Of the share, after Wilson. */
    interval: { low: number; high: number; confidence: number } | null;
    words: string;
  }>;
};
