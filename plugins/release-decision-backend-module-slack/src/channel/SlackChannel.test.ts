import { TestDatabases } from '@backstage/backend-test-utils';
import {
  CHANNEL,
  TestSlack,
  createTestSlack,
} from '../__testUtils__/createTestSlack';
import { Trouble } from '../testUtils';
import { sampleRecord } from '@adaptive-delivery/plugin-release-node/testUtils';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

let test: TestSlack;
afterEach(async () => test.stop());

async function start(
  options: Omit<Parameters<typeof createTestSlack>[0], 'knex'> = {},
  id: Parameters<typeof databases.init>[0] = 'SQLITE_3',
) {
  test = await createTestSlack({ knex: await databases.init(id), ...options });
  return { ...test, record: test.desk.put(sampleRecord()) };
}

it('posts once, however often and from however many it is told', async () => {
  const { record, createProcess } = await start();
  const other = createProcess().channel;
  const results = await Promise.allSettled([
    test.deliver(record.id),
    other.deliver({ decisionId: record.id }),
    test.deliver(record.id),
  ]);
  expect(results.filter(r => r.status === 'fulfilled')).not.toEqual([]);
  await test.deliver(record.id);
  expect(test.messages()).toHaveLength(1);
  expect(test.messages()[0].edits).toBe(0);
});

it('follows the decision in the same message, and tells of the rollback in the thread', async () => {
  const { record, desk, slack } = await start();
  const { id } = record;
  await test.deliver(id);
  const stations = [
    { state: 'queued', stateReason: 'Approved by user:default/sam: ok' },
    { state: 'releasing', stateReason: 'The rollout started' },
    { state: 'promoted', stateReason: 'It went out whole' },
    { state: 'rolledBack', stateReason: 'Errors rose by 4 pp' },
  ] as const;
  for (const station of stations) {
    desk.move(id, station);
    await test.deliver(id);
    await test.deliver(id);
    const shown = JSON.stringify(test.messages()[0].blocks);
    expect(shown).toContain(station.stateReason);
    expect(shown).not.toContain('"actions"');
  }
  const [message, ...more] = test.messages();
  expect(more).toEqual([]);
  expect(message.edits).toBe(stations.length);
  const thread = slack.workspace.thread(CHANNEL, message.ts);
  expect(thread.map(({ text }) => text)).toEqual([
    '⏪ Rolled back: payments-service 2.14.0 to production. Errors rose by 4 pp',
  ]);
});

it('does not ask where nothing waits', async () => {
  const { record, desk, slack } = await start();
  desk.move(record.id, { state: 'queued' });
  await test.deliver(record.id);
  await test.deliver('00000000-0000-4000-8000-000000000000');
  expect(slack.calls).toEqual([]);
});

it.each<[Trouble, RegExp]>([
  ['error', /answered chat.postMessage with 500/],
  ['close', /could not be reached for chat.postMessage/],
  ['hang', /could not be reached for chat.postMessage/],
  ['redirect', /answered chat.postMessage with 302/],
  ['large', /could not be reached for chat.postMessage/],
])('delivers once after Slack was away: %s', async (trouble, words) => {
  const { record, slack } = await start({ timeoutMs: 300 });
  slack.trouble('chat.postMessage', trouble, 2);
  await expect(test.deliver(record.id)).rejects.toThrow(words);
  await expect(test.deliver(record.id)).rejects.toThrow(words);
  expect(test.messages()).toEqual([]);
  await test.deliver(record.id);
  expect(test.messages()).toHaveLength(1);
});

it.each(databases.eachSupportedId())(
  'finds the message whose answer got lost, instead of posting another (%p)',
  async id => {
    const { record, slack, desk } = await start({}, id);
    slack.trouble('chat.postMessage', 'lostAnswer');
    await expect(test.deliver(record.id)).rejects.toThrow();
    expect(test.messages()).toHaveLength(1);
    // Others talk on in the channel, more than a page of it.
    for (let i = 0; i < 150; i++) {
      slack.workspace.post(CHANNEL, { text: `talk ${i}`, blocks: [] });
    }
    desk.move(record.id, { stateReason: 'It still needs approval by SRE.' });
    await test.deliver(record.id);
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
    expect(slack.callsOf('conversations.history')).toHaveLength(2);
    expect(JSON.stringify(test.messages()[0].blocks)).toContain(
      'It still needs approval by SRE.',
    );
  },
);

it('finds the message after a crash between posting and storing', async () => {
  const { record, knex, createProcess } = await start();
  await test.deliver(record.id);
  // As the crash leaves it: the intent stands, its lease has run out.
  await knex('slack_posts').update({
    ts: null,
    uncertain: true,
    claimed_until: 0,
  });
  const next = createProcess().channel;
  await next.deliver({ decisionId: record.id });
  expect(test.messages()).toHaveLength(1);
  expect(await knex('slack_posts').first()).toMatchObject({
    ts: test.messages()[0].ts,
    revision: 1,
  });
});

it('finds a reply in the thread whose answer got lost', async () => {
  const { record, desk, slack } = await start();
  await test.deliver(record.id);
  desk.move(record.id, { state: 'rolledBack', stateReason: 'Errors rose' });
  slack.trouble('chat.postMessage', 'lostAnswer');
  await expect(test.deliver(record.id)).rejects.toThrow();
  await test.deliver(record.id);
  expect(slack.workspace.thread(CHANNEL, test.messages()[0].ts)).toHaveLength(
    1,
  );
});

it('waits until a lost answer is settled before it looks', async () => {
  const { record, slack, knex } = await start({ settleMs: 3_600_000 });
  slack.trouble('chat.postMessage', 'lostAnswer');
  await expect(test.deliver(record.id)).rejects.toThrow();
  await expect(test.deliver(record.id)).rejects.toThrow(/not settled yet/);
  expect(slack.callsOf('conversations.history')).toEqual([]);
  await knex('slack_posts').update({ claimed_until: 0 });
  await test.deliver(record.id);
  expect(test.messages()).toHaveLength(1);
});

it('does not look for what Slack certainly refused', async () => {
  const { record, slack } = await start();
  slack.workspace.channels.delete(CHANNEL);
  await expect(test.deliver(record.id)).rejects.toThrow(
    'Slack refused chat.postMessage: channel_not_found; check the channel’s id, and invite the app to the channel with /invite',
  );
  slack.workspace.addChannel(CHANNEL);
  await test.deliver(record.id);
  expect(slack.callsOf('conversations.history')).toEqual([]);
  expect(test.messages()).toHaveLength(1);
});

it('does not ask any more when the decision moved on while Slack was away', async () => {
  const { record, desk, slack } = await start();
  slack.trouble('chat.postMessage', 'error');
  await expect(test.deliver(record.id)).rejects.toThrow();
  desk.move(record.id, { state: 'rejected', stateReason: 'in the portal' });
  await test.deliver(record.id);
  await test.deliver(record.id);
  expect(test.messages()).toEqual([]);
  expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
});

it('keeps to the wait Slack asks for, and holds up nothing else by it', async () => {
  const { record, desk, slack, createProcess } = await start();
  await test.deliver(record.id);
  const other = desk.put(
    sampleRecord({ id: '11111111-1111-4111-8111-111111111111' }),
  );
  slack.trouble('chat.postMessage', 'limited');
  const startedAt = performance.now();
  for (let i = 0; i < 3; i++) {
    await expect(test.deliver(other.id)).rejects.toMatchObject({
      message: expect.stringMatching(/limits chat.postMessage.* in 30 s/),
      details: { retryAfterSeconds: 30 },
    });
  }
  expect(slack.callsOf('chat.postMessage')).toHaveLength(2);
  // Another decision's message is changed meanwhile.
  desk.move(record.id, { state: 'queued', stateReason: 'Approved' });
  await test.deliver(record.id);
  expect(test.messages()[0].edits).toBe(1);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  // When the wait is over (here: in a process that was not told of it).
  await createProcess().channel.deliver({ decisionId: other.id });
  expect(test.messages()).toHaveLength(2);
});

it('asks again when the message was deleted, as long as it waits', async () => {
  const { record, desk, slack } = await start();
  const { id } = record;
  await test.deliver(id);
  slack.workspace.remove(CHANNEL, test.messages()[0].ts);
  desk.move(id, { stateReason: 'It still needs approval by SRE.' });
  await test.deliver(id);
  expect(test.messages()).toHaveLength(1);
  slack.workspace.remove(CHANNEL, test.messages()[0].ts);
  desk.move(id, { state: 'expired' });
  await test.deliver(id);
  expect(test.messages()).toEqual([]);
});

it('says what to do when the token is not taken', async () => {
  const { record, slack } = await start();
  Object.assign(slack, { token: 'xoxb-another' });
  await expect(test.deliver(record.id)).rejects.toThrow(
    /invalid_auth; set adaptiveDelivery\.slack\.token/,
  );
});
