import { RolloutState } from '@adaptive-delivery/plugin-release-common';
import { PausedFrom, Rollout } from '../domain';

type Numeric = number | string;

/** As the drivers give it: PostgreSQL gives bigint as text, SQLite booleans as numbers. */
export type RolloutRow = {
  seq: number;
  id: string;
  decision_id: string;
  entity_ref: string;
  environment: string;
  target: string;
  state: RolloutState;
  state_reason: string;
  paused_from: PausedFrom | null;
  candidate: string;
  plan: string;
  step_index: number;
  look: number;
  look_base: number;
  percent: number;
  stable: string | null;
  simulated: boolean | number;
  hold: string | null;
  rollback_attempt: number;
  seen_epoch: Numeric;
  epoch: Numeric;
  due_at: Numeric | null;
  step_started_at: Numeric | null;
  created_at: Numeric;
  started_at: Numeric | null;
  finished_at: Numeric | null;
};

const toDate = (value: Numeric | null) =>
  value === null ? null : new Date(Number(value));
const fromDate = (value: Date | null) => value && value.getTime();
const toJson = (value: unknown) =>
  value === null ? null : JSON.stringify(value);

export function toRollout(row: RolloutRow): Rollout {
  return {
    id: row.id,
    decisionId: row.decision_id,
    entityRef: row.entity_ref,
    environment: row.environment,
    target: row.target,
    candidate: JSON.parse(row.candidate),
    plan: JSON.parse(row.plan),
    state: row.state,
    stateReason: row.state_reason,
    pausedFrom: row.paused_from,
    stepIndex: row.step_index,
    look: row.look,
    lookBase: row.look_base,
    percent: row.percent,
    stable: row.stable === null ? null : JSON.parse(row.stable),
    simulated: Boolean(row.simulated),
    hold: row.hold === null ? null : JSON.parse(row.hold),
    rollbackAttempt: row.rollback_attempt,
    seenEpoch: Number(row.seen_epoch),
    dueAt: toDate(row.due_at),
    stepStartedAt: toDate(row.step_started_at),
    createdAt: new Date(Number(row.created_at)),
    startedAt: toDate(row.started_at),
    finishedAt: toDate(row.finished_at),
  };
}

export function toRow(
  rollout: Rollout,
  epoch: number,
): Omit<RolloutRow, 'seq'> {
  return {
    id: rollout.id,
    decision_id: rollout.decisionId,
    entity_ref: rollout.entityRef,
    environment: rollout.environment,
    target: rollout.target,
    candidate: JSON.stringify(rollout.candidate),
    plan: JSON.stringify(rollout.plan),
    state: rollout.state,
    state_reason: rollout.stateReason,
    paused_from: rollout.pausedFrom,
    step_index: rollout.stepIndex,
    look: rollout.look,
    look_base: rollout.lookBase,
    percent: rollout.percent,
    stable: toJson(rollout.stable),
    simulated: rollout.simulated,
    hold: toJson(rollout.hold),
    rollback_attempt: rollout.rollbackAttempt,
    seen_epoch: rollout.seenEpoch,
    epoch,
    due_at: fromDate(rollout.dueAt),
    step_started_at: fromDate(rollout.stepStartedAt),
    created_at: rollout.createdAt.getTime(),
    started_at: fromDate(rollout.startedAt),
    finished_at: fromDate(rollout.finishedAt),
  };
}
