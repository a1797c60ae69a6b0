import {
  DsseEnvelope,
  LedgerHead,
} from '@adaptive-delivery/plugin-release-common';
import { Knex } from 'knex';
import { readLedgerHead } from '../ledger';
import { readEnvelopes } from './statementTable';

export type Attestation = {
  /** In the order they were signed. */
  envelopes: DsseEnvelope[];
  /** How many rows of the ledger about it are not looked at yet; 0 when nothing is signed. */
  waiting: number;
};

/** What a backend shows of its ledger and its signed statements. */
export class Evidence {
  constructor(
    private readonly knex: Knex,
    private readonly options: { isSigning: boolean },
  ) {}

  async head(): Promise<LedgerHead> {
    return readLedgerHead(this.knex);
  }

  /** Signed statements about a rollout. */
  async attestation(rolloutId: string): Promise<Attestation> {
    // In this order, so that what is signed in between is not missed.
    const waiting = this.options.isSigning ? await this.waiting(rolloutId) : 0;
    return { envelopes: await readEnvelopes(this.knex, [rolloutId]), waiting };
  }

  private async waiting(about: string): Promise<number> {
    const [{ rows }] = await this.knex('ledger')
      .where({ subject: about })
      .where('seq', '>', this.knex('attested_up_to').select('seq'))
      .count('* as rows');
    return Number(rows);
  }
}
