import { z } from 'zod';
import { candidate } from './riskDecision';
import {
  schemaVersion,
  sha256,
  targetRef,
  text,
  utcTime,
  uuid,
  verdictCause,
} from './primitives';

export const playbookStep = z.strictObject({
  name: text(100),
  words: text(500),
  startedAt: utcTime.nullable(),
  finishedAt: utcTime.nullable(),
  outcome: z.enum(['pending', 'running', 'done', 'failed']),
  error: text(2000).optional(),
});
export type PlaybookStep = z.infer<typeof playbookStep>;

/** What was taken back, why, how far it came, and who was told. */
export const rollbackRecord = z.strictObject({
  schemaVersion,
  incidentId: uuid,
  rolloutId: uuid,
  decisionId: uuid,
  candidate,
  target: targetRef,
  /** What the target runs after the rollback; null until it is known. */
  restored: z
    .strictObject({ version: text(100), sha256: sha256.nullable() })
    .nullable(),
  trigger: z.strictObject({
    kind: z.enum(['verdict', 'person', 'targetFailure']),
    by: text(200),
    cause: verdictCause.nullable(),
    verdictId: uuid.nullable(),
    words: text(2000),
  }),
  exposurePercentAtDetection: z.number().min(0).max(100),
  releaseStartedAt: utcTime,
  detectedAt: utcTime,
  restoredAt: utcTime.nullable(),
  state: z.enum(['rollingBack', 'rolledBack', 'rollbackFailed', 'frozen']),
  playbook: z.strictObject({
    name: text(100),
    version: text(40),
    steps: z.array(playbookStep),
  }),
  quarantine: z
    .strictObject({ sha256: z.array(sha256), until: utcTime })
    .nullable(),
  told: z.array(
    z.strictObject({
      whom: text(200),
      what: text(500),
      via: text(100),
      at: utcTime,
    }),
  ),
});
export type RollbackRecord = z.infer<typeof rollbackRecord>;
