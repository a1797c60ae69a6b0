import {
  Page,
  QuarantineEntry,
  QuarantineRequest,
} from '@adaptive-delivery/plugin-release-common';
import { appendToLedger } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { DecisionCriteria } from './DecisionStore';
import { QuarantineStore } from './QuarantineStore';
import { applyCriteria, findActiveQuarantine } from './operations';
import { QuarantineRow, toQuarantineEntry } from './rows';

/** Fixed width, so that times compare as text. */
const asTime = (value: string) => new Date(value).toISOString();

const active = (knex: Knex, now: Date) =>
  knex<QuarantineRow>('quarantine')
    .whereNull('lifted_at')
    .where('until', '>', now.toISOString());

export class DatabaseQuarantineStore implements QuarantineStore {
  constructor(private readonly knex: Knex) {}

  async findActive(sha256: readonly string[], now: Date) {
    return findActiveQuarantine(this.knex, sha256, now);
  }

  async list(options: {
    cursor?: string;
    limit: number;
    now: Date;
    sha256?: readonly string[];
    criteria?: DecisionCriteria;
  }): Promise<Page<QuarantineEntry>> {
    const { cursor, limit, now, sha256, criteria } = options;
    const rows = await active(this.knex, now)
      .where(query => {
        if (cursor) query.where('id', '<', Number(cursor));
        if (sha256) query.whereIn('sha256', sha256);
        if (criteria) {
          query.whereIn('component', decisions => {
            decisions.select('decisions.component').from('decisions');
            applyCriteria(decisions, criteria);
          });
        }
      })
      .orderBy('id', 'desc')
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    return {
      items: page.map(toQuarantineEntry),
      nextCursor: rows.length > limit ? String(page[page.length - 1].id) : null,
    };
  }

  async add(
    request: QuarantineRequest,
    by: string,
    now: Date,
  ): Promise<QuarantineEntry[]> {
    const { key, component, reason, incidentId } = request;
    const entries = [...new Set(request.sha256)].map(sha256 => ({
      sha256,
      component,
      reason,
      since: asTime(request.since),
      until: asTime(request.until),
      incidentId,
      by,
    }));
    return this.knex.transaction(async trx => {
      const added: QuarantineEntry[] = [];
      for (const { incidentId: incident_id, ...entry } of entries) {
        const row = { key, incident_id, ...entry };
        const inserted = await trx('quarantine')
          .insert(row)
          .onConflict(['key', 'sha256'])
          .ignore()
          .returning('id');
        if (inserted.length > 0) added.push({ incidentId, ...entry });
      }
      for (const entry of added) {
        await appendToLedger(trx, {
          at: now,
          kind: 'quarantine.added',
          subject: entry.sha256,
          payload: { key, ...entry },
        });
      }
      return added;
    });
  }

  async lift(options: {
    sha256: string;
    by: string;
    reason: string;
    now: Date;
  }): Promise<QuarantineEntry[]> {
    const { sha256, by, reason, now } = options;
    return this.knex.transaction(async trx => {
      const rows = await active(trx, now).where({ sha256 }).orderBy('id');
      if (rows.length === 0) return [];
      const lifted = await trx('quarantine')
        .whereIn(
          'id',
          rows.map(({ id }) => id),
        )
        .whereNull('lifted_at')
        .update({
          lifted_at: now.toISOString(),
          lifted_by: by,
          lift_reason: reason,
        });
      if (lifted === 0) return [];
      await appendToLedger(trx, {
        at: now,
        kind: 'quarantine.lifted',
        subject: sha256,
        payload: { by, reason, entries: rows.map(toQuarantineEntry) },
      });
      return rows.map(toQuarantineEntry);
    });
  }
}
