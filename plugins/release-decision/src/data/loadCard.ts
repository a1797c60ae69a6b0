import {
  DecisionSummary,
  RolloutSummary,
} from '@adaptive-delivery/plugin-release-common';
import {
  ReleaseDecisionApi,
  RolloutApi,
} from '@adaptive-delivery/plugin-release-react';
import { loadCurrentRollouts } from './loaders';

/** What the overview card shows of one environment. */
export type CardContent = {
  /** What was promoted last; undefined when nothing was. */
  stable: DecisionSummary | undefined;
  current: RolloutSummary[];
  /** How many decisions wait for approval. */
  waiting: number;
};

export async function loadCard(
  apis: { decisions: ReleaseDecisionApi; rollouts: RolloutApi },
  scope: { entityRef: string; environment: string },
  signal: AbortSignal,
): Promise<CardContent> {
  const [promoted, waiting, current] = await Promise.all([
    apis.decisions.listDecisions(
      { ...scope, state: 'promoted', limit: 1 },
      { signal },
    ),
    apis.decisions.listDecisions(
      { ...scope, state: 'awaitingApproval' },
      { signal },
    ),
    loadCurrentRollouts(apis.rollouts, scope, signal),
  ]);
  return {
    stable: promoted.items.at(0),
    current,
    waiting: waiting.items.length,
  };
}
