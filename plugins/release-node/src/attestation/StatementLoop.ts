import { LedgerRow } from '@adaptive-delivery/plugin-release-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { appendToLedger, readLedger } from '../ledger';
import { DomainClock } from '../clock';
import { Attestor, StatementDraft } from './Attestor';
import { keepStatements } from './statementTable';

const ROWS_PER_ROUND = 100;

/** Errors that another try would meet again. */
const LASTING = ['ContractError', 'EnvelopeRefusedError'];

/** `later`: what it builds on is not signed yet; null: nothing to attest. */
export type StatementPlan = Omit<StatementDraft, 'signedAt'> | 'later' | null;

/**
 * Attests what a backend's own ledger says has happened, row by row and in
 * order, apart from the transactions that made it happen. A statement is kept
 * together with its ledger row and with how far the loop has come, so that
 * each is signed once, whichever replica does it.
 */
export class StatementLoop {
  constructor(
    private readonly deps: {
      knex: Knex;
      attestor: Attestor;
      clock: DomainClock;
      logger: LoggerService;
      /** What to say of a row. @throws what is worth another try */
      plan: (row: LedgerRow) => Promise<StatementPlan>;
    },
  ) {}

  /** @returns whether anything was done, so that more may follow at once. */
  async round(): Promise<boolean> {
    const { knex, attestor, clock } = this.deps;
    if (!attestor.canSignAt(clock.now())) return false;
    const { seq } = await knex('attested_up_to').where({ id: 1 }).first('seq');
    const { items } = await readLedger(knex, {
      cursor: String(seq),
      limit: ROWS_PER_ROUND,
    });
    let reached = Number(seq);
    for (const row of items) {
      const plan = await this.planFor(row);
      if (plan === 'later') break;
      if (plan) {
        await this.attest(plan, row, Number(seq));
        return true;
      }
      reached = row.seq;
    }
    if (reached === Number(seq)) return false;
    await this.moveOn(knex, Number(seq), reached);
    return true;
  }

  private async planFor(row: LedgerRow): Promise<StatementPlan> {
    try {
      return await this.deps.plan(row);
    } catch (error) {
      if (!(error instanceof Error) || !LASTING.includes(error.name)) {
        throw error;
      }
      this.deps.logger.error(
        `Row ${row.seq} of the ledger (${row.kind}) is not attested: ${error.message}`,
      );
      return null;
    }
  }

  private async attest(
    plan: Omit<StatementDraft, 'signedAt'>,
    row: LedgerRow,
    from: number,
  ): Promise<void> {
    const { knex, attestor, clock } = this.deps;
    const now = clock.now();
    const signed = attestor.sign({ ...plan, signedAt: now });
    if (!signed) return;
    await knex.transaction(async trx => {
      if (!(await this.moveOn(trx, from, row.seq))) return;
      await keepStatements(trx, row.subject, [signed]);
      await appendToLedger(trx, {
        at: now,
        kind: 'statement.signed',
        subject: row.subject,
        payload: {
          of: row.seq,
          predicateType: signed.predicateType,
          sha256: signed.sha256,
        },
      });
    });
  }

  /** @returns false when another replica was faster. */
  private async moveOn(knex: Knex, from: number, to: number): Promise<boolean> {
    const moved = await knex('attested_up_to')
      .where({ id: 1, seq: from })
      .update({ seq: to });
    return moved === 1;
  }
}
