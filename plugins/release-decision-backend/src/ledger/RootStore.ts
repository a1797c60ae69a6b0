import { DsseEnvelope, Page } from '@adaptive-delivery/plugin-release-common';
import {
  SignedStatement,
  toEnvelope,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { AnchoredRoot } from './Anchor';

type RootRow = {
  number: number;
  sha256: string;
  payload: string;
  signatures: string;
  at: string;
  anchored_at: string | null;
};

const envelopeOf = (row: RootRow): DsseEnvelope =>
  toEnvelope({ payload: row.payload, signatures: JSON.parse(row.signatures) });

/** The signed roots of the ledgers. */
export class RootStore {
  constructor(private readonly knex: Knex) {}

  async last(): Promise<AnchoredRoot | null> {
    const row = await this.knex<RootRow>('ledger_root')
      .orderBy('number', 'desc')
      .first();
    return row ? { ...row, envelope: envelopeOf(row) } : null;
  }

  /** @returns false when another replica has made this root already. */
  async add(
    number: number,
    at: string,
    signed: SignedStatement,
  ): Promise<boolean> {
    const added = await this.knex<RootRow>('ledger_root')
      .insert({
        number,
        at,
        sha256: signed.sha256,
        payload: signed.payload,
        signatures: JSON.stringify(signed.signatures),
        anchored_at: null,
      })
      .onConflict('number')
      .ignore()
      .returning('number');
    return added.length > 0;
  }

  /** Oldest first. */
  async notAnchored(limit: number): Promise<AnchoredRoot[]> {
    const rows: RootRow[] = await this.knex<RootRow>('ledger_root')
      .whereNull('anchored_at')
      .orderBy('number')
      .limit(limit);
    return rows.map(row => ({ ...row, envelope: envelopeOf(row) }));
  }

  async anchored(number: number, at: Date): Promise<void> {
    await this.knex<RootRow>('ledger_root')
      .where({ number })
      .update({ anchored_at: at.toISOString() });
  }

  /** Oldest first; the cursor is a number of a root. */
  async list(page: {
    cursor?: string;
    limit: number;
  }): Promise<Page<DsseEnvelope>> {
    const rows: RootRow[] = await this.knex<RootRow>('ledger_root')
      .where('number', '>', Number(page.cursor ?? 0))
      .orderBy('number')
      .limit(page.limit + 1);
    const shown = rows.slice(0, page.limit);
    return {
      items: shown.map(envelopeOf),
      nextCursor:
        rows.length > page.limit
          ? String(shown[shown.length - 1].number)
          : null,
    };
  }
}
