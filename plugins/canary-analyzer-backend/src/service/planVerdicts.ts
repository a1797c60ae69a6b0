import {
  LedgerRow,
  artifactName,
  parseWith,
  sha256,
  uuid,
} from '@adaptive-delivery/plugin-release-common';
import {
  PluginClient,
  RemoteStatements,
  StatementPlan,
  isNotFound,
} from '@adaptive-delivery/plugin-release-node';
import { z } from 'zod';
import { VerdictStore } from '../database';

const TIMEOUT_MS = 15_000;

/** What is read of a rollout, and of a row about one of its verdicts. */
const rolloutAnswer = z.object({
  decisionId: uuid,
  candidate: z.object({
    artifacts: z.array(z.object({ name: artifactName, sha256 })).min(1),
  }),
});
const verdictPayload = z.object({ step: z.int(), look: z.int() });

/** null when act knows no such rollout: somebody tried the analyzer out. */
async function rolloutOf(client: PluginClient, rolloutId: string) {
  try {
    return parseWith(
      rolloutAnswer,
      `rollout ${rolloutId}`,
      await client.request<unknown>({
        pluginId: 'rollout',
        method: 'GET',
        path: `/v1/rollouts/${encodeURIComponent(rolloutId)}`,
        timeoutMs: TIMEOUT_MS,
      }),
    );
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** Says what to attest of each verdict: it builds on the decision it is about. */
export function planVerdicts(deps: {
  store: Pick<VerdictStore, 'find'>;
  client: PluginClient;
  statements: Pick<RemoteStatements, 'decision'>;
}): (row: LedgerRow) => Promise<StatementPlan> {
  const { store, client, statements } = deps;
  return async row => {
    if (!row.kind.startsWith('verdict.') || row.payload === null) return null;
    const look = parseWith(verdictPayload, `row ${row.seq}`, row.payload);
    const kept = await store.find({ rolloutId: row.subject, ...look });
    const rollout = await rolloutOf(client, row.subject);
    if (!kept || !rollout) return null;
    const decision = await statements.decision(rollout.decisionId);
    if (!decision) return null;
    return {
      kind: 'verdict',
      subject: rollout.candidate.artifacts,
      previous: [decision],
      content: kept.verdict,
    };
  };
}
