import {
  LedgerHead,
  LedgerRow,
  Page,
  ledgerHead,
  parseWith,
} from '@adaptive-delivery/plugin-release-common';
import {
  PluginClient,
  readLedger,
  readLedgerHead,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { z } from 'zod';

const TIMEOUT_MS = 10_000;
const pageOfHashes = z.object({
  items: z.array(ledgerHead.loose()),
});

/** The ledger of one backend. */
export interface LedgerReader {
  readonly plugin: string;
  /** @throws Error when it cannot be asked. */
  head(): Promise<LedgerHead>;
  /** The hash of a row; null when there is none. @throws as `head` */
  hashAt(seq: number): Promise<string | null>;
}

export class OwnLedger implements LedgerReader {
  constructor(readonly plugin: string, private readonly knex: Knex) {}

  async head() {
    return readLedgerHead(this.knex);
  }

  async hashAt(seq: number) {
    const page: Page<LedgerRow> = await readLedger(this.knex, {
      cursor: String(seq - 1),
      limit: 1,
    });
    return page.items.find(row => row.seq === seq)?.hash ?? null;
  }
}

export class RemoteLedger implements LedgerReader {
  constructor(readonly plugin: string, private readonly client: PluginClient) {}

  async head() {
    return parseWith(
      ledgerHead,
      `head of ${this.plugin}`,
      await this.get('/v1/ledger/head'),
    );
  }

  async hashAt(seq: number) {
    const page = parseWith(
      pageOfHashes,
      `ledger of ${this.plugin}`,
      await this.get(`/v1/ledger?cursor=${seq - 1}&limit=1`),
    );
    return page.items.find(row => row.seq === seq)?.hash ?? null;
  }

  private get(path: string): Promise<unknown> {
    return this.client.request<unknown>({
      pluginId: this.plugin,
      method: 'GET',
      path,
      timeoutMs: TIMEOUT_MS,
    });
  }
}
