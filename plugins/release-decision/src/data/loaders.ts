import {
  DecisionRecord,
  IncidentRecord,
  RolloutRecord,
  RolloutSummary,
} from '@adaptive-delivery/plugin-release-common';
import {
  ReleaseDecisionApi,
  RolloutApi,
} from '@adaptive-delivery/plugin-release-react';
import { partOf } from '../domain/bundle';
import { currentRollouts, groupByDecision } from '../domain/currentRollouts';

/** More than these wait or run at once only when something is wrong. */
const MAX_WAITING = 20;
const MAX_STABLE_CANDIDATES = 10;

export type Scope = { entityRef?: string; environment?: string };

/** A decision and its rollouts that are in flight. */
export type InFlight = { decision: DecisionRecord; rollouts: RolloutRecord[] };

/** Rollouts that are in flight or wait for a person. */
export async function loadCurrentRollouts(
  api: RolloutApi,
  scope: Scope,
  signal: AbortSignal,
): Promise<RolloutSummary[]> {
  const { entityRef, environment } = scope;
  const [active, recent] = await Promise.all([
    api.listRollouts({ entityRef, active: true }, { signal }),
    api.listRollouts({ entityRef }, { signal }),
  ]);
  return currentRollouts(active.items, recent.items).filter(
    rollout => !environment || rollout.environment === environment,
  );
}

/** What is in flight, with all that a card of it shows. */
export async function loadInFlight(
  apis: { decisions: ReleaseDecisionApi; rollouts: RolloutApi },
  scope: Scope,
  signal: AbortSignal,
): Promise<InFlight[]> {
  const current = await loadCurrentRollouts(apis.rollouts, scope, signal);
  return Promise.all(
    groupByDecision(current).map(async group => {
      const [decision, ...rollouts] = await Promise.all([
        apis.decisions.getDecision(group[0].decisionId, { signal }),
        ...group.map(({ id }) => apis.rollouts.getRollout(id, { signal })),
      ] as const);
      return { decision, rollouts };
    }),
  );
}

/** Decisions that wait for approval, those of the caller first. */
export async function loadWaiting(
  api: ReleaseDecisionApi,
  scope: Scope,
  signal: AbortSignal,
): Promise<DecisionRecord[]> {
  const page = await api.listDecisions(
    { ...scope, state: 'awaitingApproval', limit: MAX_WAITING },
    { signal },
  );
  const records = await Promise.all(
    page.items.map(({ id }) => api.getDecision(id, { signal })),
  );
  const mine = (record: DecisionRecord) =>
    Number(record.may.approve || record.may.reject);
  return records.sort((a, b) => mine(b) - mine(a));
}

/** Decisions that freeze windows hold back, the one that goes out next first. */
export async function loadHeld(
  api: ReleaseDecisionApi,
  scope: Scope,
  signal: AbortSignal,
): Promise<DecisionRecord[]> {
  const page = await api.listDecisions(
    { ...scope, state: 'queued', limit: MAX_WAITING },
    { signal },
  );
  const held = page.items.filter(({ releaseAfter }) => releaseAfter !== null);
  const records = await Promise.all(
    held.map(({ id }) => api.getDecision(id, { signal })),
  );
  return records
    .filter(({ releaseAfter }) => releaseAfter !== null)
    .sort((a, b) => (a.releaseAfter ?? '').localeCompare(b.releaseAfter ?? ''));
}

/** The build that was promoted last before a decision; null when none was. */
export async function loadStable(
  api: ReleaseDecisionApi,
  record: DecisionRecord,
  signal: AbortSignal,
): Promise<DecisionRecord | null> {
  const { entityRef, environment } = record;
  const page = await api.listDecisions(
    { entityRef, environment, state: 'promoted', limit: MAX_STABLE_CANDIDATES },
    { signal },
  );
  const before = page.items.find(
    item => item.id !== record.id && item.createdAt < record.createdAt,
  );
  if (!before) return null;
  return partOf(await api.getDecision(before.id, { signal }), entityRef);
}

/** Rollbacks that began since a time, newest first. */
export async function loadRollbacksSince(
  api: RolloutApi,
  since: number,
  signal: AbortSignal,
): Promise<IncidentRecord[]> {
  const page = await api.listIncidents({}, { signal });
  return page.items.filter(item => Date.parse(item.detectedAt) >= since);
}
