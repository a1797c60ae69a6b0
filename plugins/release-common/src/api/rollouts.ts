import { z } from 'zod';
import {
  Candidate,
  RollbackRecord,
  TargetPlan,
  VerdictCause,
  VerdictName,
} from '../contracts';
import { text, uuid } from '../contracts/primitives';
import { RolloutState } from '../domain';

/** Body of `POST /v1/rollouts`; service principals only. */
export const rolloutRequest = z.strictObject({ decisionId: uuid });
export type RolloutRequest = z.infer<typeof rolloutRequest>;

/** Body of `POST /v1/rollouts/{id}/{pause|resume|promote|abort}`. */
export const controlRequest = z.strictObject({ reason: text(2000) });
export type ControlRequest = z.infer<typeof controlRequest>;

/** Body of `POST /v1/rollbacks`. */
export const rollbackRequest = z.strictObject({
  rolloutId: uuid,
  reason: text(2000),
});
export type RollbackRequest = z.infer<typeof rollbackRequest>;

export type RolloutControl = 'pause' | 'resume' | 'promote' | 'abort';

/** What happened in a rollout, oldest first. */
export type RolloutEvent = {
  at: string;
  kind:
    | 'created'
    | 'started'
    | 'exposure'
    | 'verdict'
    | 'held'
    | 'paused'
    | 'resumed'
    | 'promotedByHand'
    | 'promoted'
    | 'rollingBack'
    | 'rolledBack'
    | 'rollbackFailed'
    | 'frozen'
    | 'refused';
  /** The plan step it belongs to. */
  step: number | null;
  /** Exposure of the candidate after the event. */
  percent: number;
  words: string;
  by: string;
  verdict?: { id: string; verdict: VerdictName; cause: VerdictCause };
};

export type RolloutSummary = {
  id: string;
  decisionId: string;
  entityRef: string;
  environment: string;
  target: string;
  state: RolloutState;
  stateReason: string;
  candidate: Candidate;
  /** What the target ran before, as it said itself. */
  stableVersion: string | null;
  stepIndex: number;
  look: number;
  percent: number;
  plan: TargetPlan;
  /** When the next look or action is due; null when none is. */
  dueAt: string | null;
  stepStartedAt: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** The target is a simulation, which every screen says. */
  simulated: boolean;
};

export type RolloutRecord = RolloutSummary & {
  events: RolloutEvent[];
  /** What the caller may do with it now. */
  may: Record<RolloutControl | 'rollback', boolean>;
};

export type IncidentRecord = RollbackRecord;
