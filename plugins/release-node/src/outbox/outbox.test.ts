import {
  mockServices,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { PluginClient, PluginRequest, RemoteError } from '../clients';
import { countWaitingForChannels, toChannel, toPlugins } from './destinations';
import {
  createOutboxTableV1,
  enqueue,
  indexPendingOutboxV1,
  OutboxDispatcher,
  OutboxMessage,
} from './outbox';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** Takes requests in order and fails those whose path is listed. */
class RecordingClient implements PluginClient {
  readonly taken: string[] = [];
  readonly refused = new Set<string>();
  words = 'not now';

  async request<T>(request: PluginRequest): Promise<T> {
    if (this.refused.has(request.path)) {
      throw new RemoteError(request.pluginId, 503, this.words);
    }
    this.taken.push(request.path);
    return undefined as T;
  }
}

function message(key: string, lane: string): OutboxMessage {
  return {
    key,
    lane,
    pluginId: 'rollout',
    method: 'POST',
    path: `/${key}`,
    body: { key },
  };
}

async function outboxWith(id: TestDatabaseId, messages: OutboxMessage[]) {
  const knex: Knex = await databases.init(id);
  await createOutboxTableV1(knex);
  await indexPendingOutboxV1(knex);
  await knex.transaction(async trx => {
    for (const item of messages) await enqueue(trx, item);
  });
  const client = new RecordingClient();
  const dispatcher = () =>
    new OutboxDispatcher({
      knex,
      to: toPlugins(client),
      logger: mockServices.logger.mock(),
    });
  return { knex, client, dispatcher };
}

async function deliverAll(dispatcher: OutboxDispatcher) {
  let rounds = 0;
  while (await dispatcher.deliverDue()) rounds++;
  return rounds;
}

/** As if every wait and lease had run out. */
const passTime = (knex: Knex) =>
  knex('outbox').whereNull('delivered_at').update({ due_at: 0 });

describe.each(databases.eachSupportedId())('outbox on %s', id => {
  it('delivers each message once when it is taken at once', async () => {
    const { knex, client, dispatcher } = await outboxWith(id, [
      message('a', 'x'),
      message('b', 'x'),
    ]);
    await deliverAll(dispatcher());
    await passTime(knex);
    await deliverAll(dispatcher());
    expect(client.taken).toEqual(['/a', '/b']);
  });

  it('keeps the order of a lane while an earlier message is refused', async () => {
    const { knex, client, dispatcher } = await outboxWith(id, [
      message('started', 'x'),
      message('promoted', 'x'),
      message('other', 'y'),
    ]);
    client.refused.add('/started');
    await deliverAll(dispatcher());
    expect(client.taken).toEqual(['/other']);

    client.refused.clear();
    await passTime(knex);
    await deliverAll(dispatcher());
    expect(client.taken).toEqual(['/other', '/started', '/promoted']);
  });

  it('keeps what went wrong and counts the attempts', async () => {
    const { knex, client, dispatcher } = await outboxWith(id, [
      message('a', 'x'),
    ]);
    client.refused.add('/a');
    await deliverAll(dispatcher());
    await passTime(knex);
    await deliverAll(dispatcher());
    const row = await knex('outbox').first();
    expect(row.attempts).toBe(2);
    expect(row.last_error).toContain('rollout answered 503: not now');
    expect(row.delivered_at).toBeNull();
  });

  it('keeps what went wrong though its words are no text for the database', async () => {
    const { knex, client, dispatcher } = await outboxWith(id, [
      message('a', 'x'),
    ]);
    client.refused.add('/a');
    client.words = `a\u0000b ${'😀'.repeat(2000)}`;
    await deliverAll(dispatcher());
    const row = await knex('outbox').first();
    expect(row.attempts).toBe(1);
    expect(row.last_error).toContain('rollout answered 503: a b 😀');
    expect(row.last_error.isWellFormed()).toBe(true);
  });

  it('takes a key once however often it is enqueued', async () => {
    const { client, dispatcher } = await outboxWith(id, [
      message('a', 'x'),
      message('a', 'x'),
    ]);
    await deliverAll(dispatcher());
    expect(client.taken).toEqual(['/a']);
  });

  it('shares the work between dispatchers without sending twice', async () => {
    const keys = Array.from({ length: 12 }, (_, i) => `m${i}`);
    const { client, dispatcher } = await outboxWith(
      id,
      keys.map(key => message(key, key)),
    );
    await Promise.all([
      deliverAll(dispatcher()),
      deliverAll(dispatcher()),
      deliverAll(dispatcher()),
    ]);
    expect([...client.taken].sort()).toEqual(keys.map(k => `/${k}`).sort());
  });

  it('keeps a channel that hangs from holding up the other backends', async () => {
    const { knex, client, dispatcher } = await outboxWith(id, [
      { key: 'shown', lane: 'x', channel: 'slack', body: { n: 1 } },
      message('a', 'x2'),
      { key: 'other', lane: 'y', channel: 'github', body: { n: 2 } },
    ]);
    const logger = mockServices.logger.mock();
    const shown: unknown[] = [];
    const slack = (deliver: (body: unknown) => Promise<void>) =>
      new OutboxDispatcher({
        knex,
        logger,
        to: toChannel('slack', deliver, 20),
      });
    const hangs = slack(() => new Promise(() => {}));
    expect(await hangs.deliverDue()).toBe(true);
    expect(await hangs.deliverDue()).toBe(false);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('slack did not answer within 0.02 s'),
    );

    await deliverAll(dispatcher());
    expect(client.taken).toEqual(['/a']);
    expect(await countWaitingForChannels(knex)).toEqual(
      new Map([
        ['slack', 1],
        ['github', 1],
      ]),
    );

    await passTime(knex);
    await deliverAll(slack(async body => void shown.push(body)));
    expect(shown).toEqual([{ n: 1 }]);
    expect(await countWaitingForChannels(knex)).toEqual(
      new Map([['github', 1]]),
    );
  });

  it('sends messages of different lanes at once, and keeps those that were refused', async () => {
    const keys = Array.from({ length: 30 }, (_, i) => `m${i}`);
    const { knex, client, dispatcher } = await outboxWith(
      id,
      keys.flatMap(key => [message(key, key), message(`${key}-next`, key)]),
    );
    client.refused.add('/m3');
    expect(await dispatcher().deliverDue()).toBe(true);
    expect(client.taken).toEqual(
      keys.slice(0, 20).flatMap(key => (key === 'm3' ? [] : [`/${key}`])),
    );
    await deliverAll(dispatcher());
    expect(client.taken).not.toContain('/m3-next');
    client.refused.clear();
    await passTime(knex);
    await deliverAll(dispatcher());
    for (const key of keys) {
      const [first, next] = [`/${key}`, `/${key}-next`];
      expect(client.taken.filter(path => path === first)).toHaveLength(1);
      expect(client.taken.indexOf(next)).toBeGreaterThan(
        client.taken.indexOf(first),
      );
    }
  });

  it('forgets a message of a transaction that failed', async () => {
    const { knex, client, dispatcher } = await outboxWith(id, []);
    await expect(
      knex.transaction(async trx => {
        await enqueue(trx, message('lost', 'x'));
        throw new Error('the change failed');
      }),
    ).rejects.toThrow('the change failed');
    await deliverAll(dispatcher());
    expect(client.taken).toEqual([]);
  });
});
