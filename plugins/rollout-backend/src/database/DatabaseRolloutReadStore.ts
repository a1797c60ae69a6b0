import {
  IncidentRecord,
  Page,
  RolloutEvent,
} from '@adaptive-delivery/plugin-release-common';
import {
  DomainClock,
  ReleaseNotice,
  readLedger,
} from '@adaptive-delivery/plugin-release-node';
import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { OVER_STATES, Rollout } from '../domain';
import {
  PageRequest,
  QueuedBehind,
  RolloutFilter,
  RolloutReadStore,
} from './RolloutReadStore';
import { findQuarantine } from './operations/quarantine';
import { RolloutRow, toRollout } from './rows';

type IncidentRow = { seq: number; id: string; record: string };

/** `limit + 1` rows, newest first, as one page. */
function toPage<R extends { seq: number }, T>(
  rows: R[],
  limit: number,
  toItem: (row: R) => T,
): Page<T> {
  const page = rows.slice(0, limit);
  return {
    items: page.map(toItem),
    nextCursor: rows.length > limit ? String(page[page.length - 1].seq) : null,
  };
}

export class DatabaseRolloutReadStore implements RolloutReadStore {
  constructor(private readonly options: { knex: Knex; clock: DomainClock }) {}

  async list(filter: RolloutFilter, page: PageRequest): Promise<Page<Rollout>> {
    const query = this.options
      .knex<RolloutRow>('rollout')
      .orderBy('seq', 'desc')
      .limit(page.limit + 1);
    if (page.cursor) query.where('seq', '<', Number(page.cursor));
    if (filter.entityRef) query.where('entity_ref', filter.entityRef);
    if (filter.decisionId) query.where('decision_id', filter.decisionId);
    if (filter.state) query.where('state', filter.state);
    if (filter.active) query.whereNotIn('state', [...OVER_STATES]);
    return toPage((await query) as RolloutRow[], page.limit, toRollout);
  }

  async ofDecision(decisionId: string): Promise<Rollout[]> {
    const rows: RolloutRow[] = await this.options
      .knex('rollout')
      .where({ decision_id: decisionId })
      .orderBy('seq');
    return rows.map(toRollout);
  }

  async get(id: string): Promise<Rollout> {
    const row: RolloutRow | undefined = await this.options
      .knex('rollout')
      .where({ id })
      .first();
    if (!row) throw new NotFoundError(`There is no rollout ${id}`);
    return toRollout(row);
  }

  async events(id: string): Promise<RolloutEvent[]> {
    const rows: Array<{ body: string }> = await this.options
      .knex('rollout_event')
      .where({ rollout_id: id })
      .orderBy('seq')
      .select('body');
    return rows.map(row => JSON.parse(row.body));
  }

  async holders(targets: string[]): Promise<QueuedBehind> {
    const rows: RolloutRow[] = await this.options
      .knex('target_lock as l')
      .join('rollout as r', 'r.id', 'l.rollout_id')
      .whereIn('l.target', targets)
      .select('r.*');
    return new Map(rows.map(row => [row.target, toRollout(row)]));
  }

  async listIncidents(
    filter: { entityRef?: string },
    page: PageRequest,
  ): Promise<Page<IncidentRecord>> {
    const query = this.options
      .knex<IncidentRow & { entity_ref: string }>('incident')
      .orderBy('seq', 'desc')
      .limit(page.limit + 1);
    if (page.cursor) query.where('seq', '<', Number(page.cursor));
    if (filter.entityRef) query.where('entity_ref', filter.entityRef);
    const rows = (await query) as IncidentRow[];
    const told = await this.told(rows.map(row => row.id));
    return toPage(rows, page.limit, row => ({
      ...(JSON.parse(row.record) as IncidentRecord),
      told: told.get(row.id) ?? [],
    }));
  }

  async getIncident(id: string): Promise<IncidentRecord> {
    const row: IncidentRow | undefined = await this.options
      .knex('incident')
      .where({ id })
      .first();
    if (!row) throw new NotFoundError(`There is no incident ${id}`);
    const told = await this.told([id]);
    return { ...JSON.parse(row.record), told: told.get(id) ?? [] };
  }

  async quarantineOf(digests: string[]) {
    const { knex, clock } = this.options;
    return findQuarantine(knex, digests, clock.now());
  }

  async ledger(page: PageRequest) {
    return readLedger(this.options.knex, page);
  }

  /** Who has been told of each incident, from the notices that were delivered. */
  private async told(ids: string[]) {
    const rows: Array<{
      incident_id: string;
      channel: string;
      body: string;
      delivered_at: number | string;
    }> = await this.options
      .knex('notice')
      .whereIn('incident_id', ids)
      .whereNotNull('delivered_at')
      .orderBy('seq')
      .select('incident_id', 'channel', 'body', 'delivered_at');
    const told = new Map<string, IncidentRecord['told']>();
    for (const row of rows) {
      const { entityRef, title }: ReleaseNotice = JSON.parse(row.body);
      told.set(row.incident_id, [
        ...(told.get(row.incident_id) ?? []),
        {
          whom: `owners of ${entityRef}`,
          what: title,
          via: row.channel,
          at: new Date(Number(row.delivered_at)).toISOString(),
        },
      ]);
    }
    return told;
  }
}
