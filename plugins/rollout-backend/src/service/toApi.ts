import {
  RolloutEvent,
  RolloutRecord,
  RolloutSummary,
} from '@adaptive-delivery/plugin-release-common';
import { Rollout, nameOf, possibleCommands } from '../domain';

/** What the caller's permissions allow, whatever the state is. */
export type Allowed = { control: boolean; rollback: boolean };

const time = (value: Date | null) => value && value.toISOString();

export function toSummary(
  rollout: Rollout,
  /** The rollout that has the target; of interest to one that waits for it. */
  holder: Rollout | undefined,
): RolloutSummary {
  const waitsBehind =
    rollout.state === 'pending' && holder && holder.id !== rollout.id;
  return {
    id: rollout.id,
    decisionId: rollout.decisionId,
    entityRef: rollout.entityRef,
    environment: rollout.environment,
    target: rollout.target,
    state: rollout.state,
    stateReason: waitsBehind
      ? `Waits for ${rollout.target}, which is busy with ${nameOf(holder)} (${
          holder.state
        }).`
      : rollout.stateReason,
    candidate: rollout.candidate,
    stableVersion: rollout.stable?.version ?? null,
    stepIndex: rollout.stepIndex,
    look: rollout.look,
    percent: rollout.percent,
    plan: rollout.plan,
    dueAt: waitsBehind ? null : time(rollout.dueAt),
    stepStartedAt: time(rollout.stepStartedAt),
    createdAt: rollout.createdAt.toISOString(),
    startedAt: time(rollout.startedAt),
    finishedAt: time(rollout.finishedAt),
    simulated: rollout.simulated,
  };
}

export function toRecord(
  rollout: Rollout,
  summary: RolloutSummary,
  events: RolloutEvent[],
  allowed: Allowed,
): RolloutRecord {
  const possible = possibleCommands(rollout);
  return {
    ...summary,
    events,
    may: {
      pause: allowed.control && possible.pause,
      resume: allowed.control && possible.resume,
      promote: allowed.control && possible.promote,
      abort: allowed.control && possible.abort,
      rollback: allowed.rollback && possible.rollback,
    },
  };
}
