import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  PluginClient,
  isNotFound,
} from '@adaptive-delivery/plugin-release-node';

const PAGE = 100;
const MAX_PAGES = 20;

type Page = {
  items: Array<Record<string, unknown>>;
  nextCursor: string | null;
};

/** A record as another backend has it, and the name of its file. */
export type RemoteRecord = { file: string; content: unknown };

async function readAll(
  client: PluginClient,
  pluginId: string,
  path: string,
): Promise<Page['items']> {
  const items: Page['items'] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const after =
      cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer: Page = await client.request<Page>({
      pluginId,
      method: 'GET',
      path: `${path}&limit=${PAGE}${after}`,
    });
    items.push(...answer.items);
    cursor = answer.nextCursor;
    if (!cursor) return items;
  }
  throw new Error(
    `${pluginId} has more than ${MAX_PAGES * PAGE} records at ${path}`,
  );
}

/**
 * The verdicts on the rollouts of a decision.
 *
 * @throws RemoteError, UnreachableError
 */
export async function readVerdicts(
  client: PluginClient,
  record: Pick<DecisionRecord, 'rolloutIds'>,
): Promise<RemoteRecord[]> {
  const records: RemoteRecord[] = [];
  for (const rolloutId of record.rolloutIds) {
    const items = await readAll(
      client,
      'canary-analyzer',
      `/v1/verdicts?rolloutId=${rolloutId}`,
    );
    if (items.length === 0) continue;
    records.push({ file: `verdicts-${rolloutId}.json`, content: { items } });
  }
  return records;
}

/** Newest first: those of a decision that just ended are among the first. */
const INCIDENTS_LOOKED_AT = 100;

/**
 * The rollback records of a decision.
 *
 * @throws RemoteError, UnreachableError
 */
export async function readRollbacks(
  client: PluginClient,
  record: Pick<DecisionRecord, 'id' | 'entityRef' | 'parts'>,
): Promise<RemoteRecord[]> {
  const entities = new Set([
    record.entityRef,
    ...(record.parts ?? []).map(({ component }) => component),
  ]);
  const files = new Map<string, RemoteRecord>();
  for (const entityRef of entities) {
    const { items } = await client
      .request<Page>({
        pluginId: 'rollout',
        method: 'GET',
        path: `/v1/incidents?entityRef=${encodeURIComponent(
          entityRef,
        )}&limit=${INCIDENTS_LOOKED_AT}`,
      })
      .catch(error => {
        if (isNotFound(error)) return { items: [] };
        throw error;
      });
    for (const item of items) {
      if (item.decisionId !== record.id) continue;
      const file = `rollback-${item.incidentId}.json`;
      files.set(file, { file, content: item });
    }
  }
  return [...files.values()];
}
