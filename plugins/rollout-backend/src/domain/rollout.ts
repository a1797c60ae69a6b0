import {
  Candidate,
  PlanStep,
  RollbackRecord,
  RolloutEvent,
  RolloutReport,
  RolloutState,
  TargetPlan,
} from '@adaptive-delivery/plugin-release-common';
import { Release, ReleaseNotice } from '@adaptive-delivery/plugin-release-node';

/** The states a rollout can be paused in, and resumes to. */
export type PausedFrom =
  | 'pending'
  | 'applying'
  | 'baking'
  | 'judging'
  | 'promoting';

/** Why the rollout waits where it is, and how often it has tried since. */
export type Hold = { reason: string; attempts: number };

/** One candidate on its way onto one target. All times are domain times. */
export type Rollout = {
  id: string;
  decisionId: string;
  entityRef: string;
  environment: string;
  target: string;
  candidate: Candidate;
  plan: TargetPlan;
  state: RolloutState;
  stateReason: string;
  pausedFrom: PausedFrom | null;
  /** Index of the plan step under way. */
  stepIndex: number;
  /** Looks taken in this step; the number of the next one. */
  look: number;
  /** Value of `look` from which `maxLooks` counts; raised when a person resumes. */
  lookBase: number;
  /** Exposure of the candidate, in percent, as the target last said. */
  percent: number;
  /** What the target ran before, as it said itself at the start. */
  stable: Release | null;
  simulated: boolean;
  hold: Hold | null;
  /** Raised by every rollback that is tried; part of its keys. */
  rollbackAttempt: number;
  /** An epoch above ours that the target was seen with; 0 when none was. */
  seenEpoch: number;
  dueAt: Date | null;
  stepStartedAt: Date | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** A rollout and, once something went wrong, what is known of it. */
export type Run = { rollout: Rollout; incident: RollbackRecord | null };

export type Quarantine = {
  sha256: string;
  reason: string;
  since: Date;
  until: Date;
};

/** What a transition may know beside the run and its input. */
export type Circumstances = {
  now: Date;
  /** Domain seconds per real second; waits for the outside are in real time. */
  pace: number;
  /** In force now, for a digest of the candidate. */
  quarantined: Quarantine | null;
  newIncidentId: string;
};

/** What shall come of a transition, written in the same transaction. */
export type Effect =
  | { kind: 'report'; report: RolloutReport['kind']; words: string }
  | { kind: 'quarantine'; sha256: string[]; reason: string; until: Date }
  | {
      kind: 'notice';
      /** Unique within the rollout. */
      key: string;
      severity: ReleaseNotice['severity'];
      title: string;
      description: string;
    }
  | { kind: 'ledger'; entry: string; payload: Record<string, unknown> };

export type Transition = {
  run: Run;
  events: RolloutEvent[];
  effects: Effect[];
};

export const OVER_STATES: readonly RolloutState[] = [
  'promoted',
  'rolledBack',
  'refused',
];

/** Who an event is by when nobody asked for it. */
export const PORTAL = 'portal';

export function currentStep(rollout: Rollout): PlanStep {
  const step = rollout.plan.steps[rollout.stepIndex];
  if (!step) {
    throw new Error(
      `Rollout ${rollout.id} has no step ${rollout.stepIndex + 1}`,
    );
  }
  return step;
}

/** The part of the candidate that goes onto this target. */
export function releaseOf(rollout: Rollout): Release {
  return {
    version: rollout.candidate.version,
    sha256: rollout.candidate.artifacts
      .filter(item => item.os === rollout.plan.os)
      .map(item => item.sha256),
  };
}

/** Every digest of the candidate, each once. */
export function digestsOf(candidate: Candidate): string[] {
  return [...new Set(candidate.artifacts.map(item => item.sha256))];
}

/** Whether two releases are the same; digests count only where both are known. */
export function sameRelease(a: Release | null, b: Release | null): boolean {
  if (!a || !b) return a === b;
  if (a.version !== b.version) return false;
  if (a.sha256.length === 0 || b.sha256.length === 0) return true;
  return [...a.sha256].sort().join() === [...b.sha256].sort().join();
}

/** Whether the target belongs to this rollout: from its start to its end. */
export function occupiesTarget(
  rollout: Pick<Rollout, 'state' | 'pausedFrom'>,
): boolean {
  switch (rollout.state) {
    case 'pending':
    case 'promoted':
    case 'rolledBack':
    case 'refused':
      return false;
    case 'paused':
      return rollout.pausedFrom !== 'pending';
    default:
      return true;
  }
}

/** Whether a rollout is over: nothing of it is on the target or on its way there. */
export function isOver({ state }: Pick<Rollout, 'state'>): boolean {
  return OVER_STATES.includes(state);
}

/** `payments-service 2.14.0`, with the bundle that it is part of. */
export function nameOf({
  candidate,
  entityRef,
}: Pick<Rollout, 'candidate' | 'entityRef'>): string {
  const { manifest, version } = candidate;
  const of = manifest ? ` (part of ${manifest.name})` : '';
  return `${entityRef.split('/')[1] ?? entityRef} ${version}${of}`;
}
