import { Knex } from 'knex';
import { PluginClient, PluginRequest } from '../clients';

/** A message as the table has it. */
export type StoredMessage = {
  seq: number;
  key: string;
  lane: string;
  /** Id of a backend, or `channel:<name>`; no id of a backend has a colon. */
  plugin_id: string;
  method: string;
  path: string;
  body: string;
  attempts: number;
};

/** Where messages of the outbox go. */
export interface OutboxDestination {
  /** How many messages, of different lanes, it takes at the same time. */
  readonly atOnce: number;
  /** Narrows a query on `outbox as message` to the messages for it. */
  select(query: Knex.QueryBuilder): void;
  /** @throws Error when it was not taken; it is sent again later. */
  deliver(message: StoredMessage): Promise<void>;
}

const CHANNEL = 'channel:';

/** Shorter than the lease of a message, so that it is not sent twice at once. */
const CHANNEL_TIMEOUT_MS = 50_000;

/** Enough that claiming them costs little beside delivering them. */
const PLUGIN_MESSAGES_AT_ONCE = 20;

export const channelAddress = (name: string) => `${CHANNEL}${name}`;

/** The other backends of the portal. */
export function toPlugins(client: PluginClient): OutboxDestination {
  return {
    atOnce: PLUGIN_MESSAGES_AT_ONCE,
    select: query => query.whereNot('message.plugin_id', 'like', `${CHANNEL}%`),
    deliver: async message =>
      client.request({
        pluginId: message.plugin_id,
        method: message.method as PluginRequest['method'],
        path: message.path,
        body: JSON.parse(message.body),
      }),
  };
}

async function within<T>(
  timeoutMs: number,
  name: string,
  work: Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Error(`${name} did not answer within ${timeoutMs / 1000} s`),
        ),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One place outside; messages for it wait while it is not installed. */
export function toChannel(
  name: string,
  deliver: (body: unknown) => Promise<void>,
  timeoutMs: number = CHANNEL_TIMEOUT_MS,
): OutboxDestination {
  return {
    atOnce: 1,
    select: query => query.where('message.plugin_id', channelAddress(name)),
    deliver: message =>
      within(timeoutMs, name, deliver(JSON.parse(message.body))),
  };
}

/** How many messages wait for each channel that has any. */
export async function countWaitingForChannels(
  knex: Knex,
): Promise<Map<string, number>> {
  const rows: Array<{ plugin_id: string; waiting: number | string }> =
    await knex('outbox')
      .whereNull('delivered_at')
      .where('plugin_id', 'like', `${CHANNEL}%`)
      .groupBy('plugin_id')
      .select('plugin_id')
      .count({ waiting: '*' });
  return new Map(
    rows.map(row => [row.plugin_id.slice(CHANNEL.length), Number(row.waiting)]),
  );
}
