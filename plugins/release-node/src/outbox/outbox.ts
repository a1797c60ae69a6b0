import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { databaseNow, databaseNowPlus, isPostgres } from '../database';
import {
  OutboxDestination,
  StoredMessage,
  channelAddress,
} from './destinations';

export type OutboxMessage = {
  /** Stable: the receiver takes a key once, however often it is sent. */
  key: string;
  /** Messages of one lane arrive in the order they were enqueued. */
  lane: string;
  body: unknown;
} & (
  | {
      /** Another backend of the portal. */
      pluginId: string;
      method: 'PUT' | 'POST' | 'DELETE';
      path: string;
    }
  /** A place outside, by the name it registered under. */
  | { channel: string }
);

const LEASE_MS = 60_000;
const MAX_BACKOFF_MS = 60_000;

/** Frozen as first released; a later shape is a new function and migration. */
export async function createOutboxTableV1(knex: Knex): Promise<void> {
  await knex.schema.createTable('outbox', table => {
    table.increments('seq');
    table.string('key', 255).notNullable().unique();
    table.string('lane', 255).notNullable();
    table.string('plugin_id', 100).notNullable();
    table.string('method', 10).notNullable();
    table.string('path', 500).notNullable();
    table.text('body').notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.bigInteger('due_at').notNullable().defaultTo(0);
    table.bigInteger('delivered_at');
    table.text('last_error');
    table.index(['delivered_at', 'due_at']);
    table.index(['lane', 'seq']);
  });
}

function addressOf(message: OutboxMessage) {
  if ('channel' in message) {
    const { channel } = message;
    return { plugin_id: channelAddress(channel), method: 'TELL', path: '' };
  }
  const { pluginId, method, path } = message;
  return { plugin_id: pluginId, method, path };
}

/** Puts a message into the outbox, in the transaction of the change it tells of. */
export async function enqueue(
  trx: Knex.Transaction,
  message: OutboxMessage,
): Promise<void> {
  await trx('outbox')
    .insert({
      key: message.key,
      lane: message.lane,
      body: JSON.stringify(message.body),
      ...addressOf(message),
    })
    .onConflict('key')
    .ignore();
}

/**
 * Finding what waits stays as quick as it was at first, however much has been
 * delivered by then.
 */
export async function indexPendingOutboxV1(knex: Knex): Promise<void> {
  await knex.raw(
    'create index outbox_pending on outbox (seq) where delivered_at is null',
  );
}

/** Undoes `indexPendingOutboxV1`. */
export async function dropPendingOutboxIndexV1(knex: Knex): Promise<void> {
  await knex.raw('drop index outbox_pending');
}

const seqsOf = (messages: readonly StoredMessage[]) =>
  messages.map(({ seq }) => seq);

/**
 * Claims the next messages that are due and first in their lanes, for one
 * lease, by the database's clock. Several replicas claim different messages.
 */
async function claimNext(
  knex: Knex,
  destination: OutboxDestination,
): Promise<StoredMessage[]> {
  return knex.transaction(async trx => {
    const query = trx('outbox as message')
      .where(address => destination.select(address))
      .whereNull('message.delivered_at')
      .where('message.due_at', '<=', databaseNow(trx))
      .whereNotExists(
        trx('outbox as earlier')
          .select(trx.raw('1'))
          .whereRaw('earlier.lane = message.lane')
          .whereRaw('earlier.seq < message.seq')
          .whereNull('earlier.delivered_at'),
      )
      .orderBy('message.seq')
      .limit(destination.atOnce)
      .select('message.*');
    const rows: StoredMessage[] = await (isPostgres(trx)
      ? query.forUpdate('message').skipLocked()
      : query);
    if (rows.length > 0) {
      await trx('outbox')
        .whereIn('seq', seqsOf(rows))
        .increment('attempts', 1)
        .update({ due_at: databaseNowPlus(trx, LEASE_MS) });
    }
    return rows;
  });
}

/** Words from elsewhere as both databases keep them: PostgreSQL takes no NUL. */
const storable = (words: string) =>
  words.replaceAll('\u0000', ' ').slice(0, 2000).toWellFormed();

/**
 * Delivers what is due, at least once, until each message is acknowledged,
 * however often that takes. One dispatcher per destination, so that one that
 * is down or slow holds up no other.
 */
export class OutboxDispatcher {
  constructor(
    private readonly deps: {
      knex: Knex;
      to: OutboxDestination;
      logger: LoggerService;
    },
  ) {}

  /** Sends the next messages that are due; false when there is none. */
  async deliverDue(): Promise<boolean> {
    const { knex, to } = this.deps;
    const messages = await claimNext(knex, to);
    const failures = await Promise.all(
      messages.map(async message => {
        try {
          await to.deliver(message);
          return null;
        } catch (error) {
          return error instanceof Error ? error.message : String(error);
        }
      }),
    );
    const taken = messages.filter((_, index) => failures[index] === null);
    if (taken.length > 0) {
      await knex('outbox')
        .whereIn('seq', seqsOf(taken))
        .update({ delivered_at: databaseNow(knex), last_error: null });
    }
    for (const [index, words] of failures.entries()) {
      if (words !== null) await this.putBack(messages[index], words);
    }
    return messages.length > 0;
  }

  private async putBack(message: StoredMessage, words: string) {
    const { knex, logger } = this.deps;
    const attempts = message.attempts + 1;
    const backoff = Math.min(MAX_BACKOFF_MS, 250 * 2 ** attempts);
    await knex('outbox')
      .where({ seq: message.seq })
      .update({
        due_at: databaseNowPlus(knex, backoff * (0.5 + Math.random() / 2)),
        last_error: storable(words),
      });
    logger.warn(
      `Message ${message.key} to ${message.plugin_id} was not taken ` +
        `(attempt ${attempts}), it will be sent again: ${words}`,
    );
  }
}
