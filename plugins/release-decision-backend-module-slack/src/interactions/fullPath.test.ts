import { TestDatabases } from '@backstage/backend-test-utils';
import {
  CHANNEL,
  TestSlack,
  createTestSlack,
} from '../__testUtils__/createTestSlack';
import { sampleRecord } from '@adaptive-delivery/plugin-release-node/testUtils';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

let test: TestSlack;
afterEach(async () => test.stop());

/** A decision waits and its message stands in Slack. */
async function start(
  options: Omit<Parameters<typeof createTestSlack>[0], 'knex'> = {},
  id: Parameters<typeof databases.init>[0] = 'SQLITE_3',
) {
  test = await createTestSlack({ knex: await databases.init(id), ...options });
  const record = test.desk.put(sampleRecord());
  await test.deliver(record.id);
  const [{ ts }] = test.messages();
  return { ...test, record, ts };
}

const press = (ts: string, user: string, decision = 'approve') => ({
  channel: CHANNEL,
  ts,
  user,
  action: `release-${decision}`,
});

const lastTold = () => test.slack.workspace.told.at(-1);

it.each(databases.eachSupportedId())(
  'goes from the click over the reason to the answer and the changed message (%p)',
  async id => {
    const { slack, desk, interactions, record, ts, audited } = await start(
      {},
      id,
    );
    const click = await slack.click(press(ts, 'USAM'));
    expect(click).toMatchObject({ status: 200, body: null });
    await interactions.settle();
    expect(slack.workspace.dialog?.view.title.text).toBe('Approve release');

    const sent = await slack.submit({ user: 'USAM', reason: ' looks\nfine ' });
    expect(sent).toMatchObject({
      status: 200,
      body: { response_action: 'clear' },
    });
    expect(desk.answers).toEqual([
      {
        decision: 'approve',
        reason: 'looks fine',
        revision: 1,
        userRef: 'user:default/sam',
        via: 'Slack',
      },
    ]);
    await interactions.settle();
    expect(lastTold()).toEqual({
      channel: CHANNEL,
      user: 'USAM',
      text: 'Your approval is recorded. Approved by user:default/sam: looks fine',
    });
    expect(audited).toEqual([
      {
        ending: 'success',
        meta: {
          id: record.id,
          decision: 'approve',
          slackUser: 'USAM',
        },
      },
    ]);

    await test.deliver(record.id);
    const [message, ...more] = test.messages();
    expect(more).toEqual([]);
    const shown = JSON.stringify(message.blocks);
    expect(shown).toContain('✅ approved by *sam* as SRE: looks fine');
    expect(shown).not.toContain('"actions"');
  },
);

it('takes a rejection with its reason', async () => {
  const { slack, desk, interactions, ts } = await start();
  await slack.click(press(ts, 'USAM', 'reject'));
  await interactions.settle();
  await slack.submit({ user: 'USAM', reason: 'not on a Friday' });
  expect(desk.answers).toMatchObject([
    { decision: 'reject', reason: 'not on a Friday' },
  ]);
});

it.each([
  ['nothing', null],
  ['blanks', ' \n\u200b '],
  ['too much', 'x'.repeat(2001)],
])('asks again for a reason when there is %s', async (_, reason) => {
  const { slack, desk, interactions, ts } = await start();
  await slack.click(press(ts, 'USAM'));
  await interactions.settle();
  expect((await slack.submit({ user: 'USAM', reason })).body).toEqual({
    response_action: 'errors',
    errors: { reason: 'Write a reason of at most 2000 characters.' },
  });
  expect(desk.answers).toEqual([]);
  // The dialog stays open, and the next try counts.
  await slack.submit({ user: 'USAM', reason: 'now with one' });
  expect(desk.answers).toHaveLength(1);
});

it('tells a person who may not, in the dialog', async () => {
  const { slack, interactions, ts, audited } = await start();
  await slack.click(press(ts, 'UOLGA'));
  await interactions.settle();
  expect(
    (await slack.submit({ user: 'UOLGA', reason: 'me too' })).body,
  ).toEqual({
    response_action: 'errors',
    errors: {
      reason:
        'You cannot approve as SRE: that is group:default/sre, and you are not one of them.',
    },
  });
  expect(audited).toMatchObject([{ ending: 'fail' }]);
});

it('tells the second of two who answer at once', async () => {
  const { slack, desk, interactions, ts } = await start();
  await slack.click(press(ts, 'USAM'));
  await interactions.settle();
  const first = await slack.submit({ user: 'USAM', reason: 'one' });
  expect(first.body).toEqual({ response_action: 'clear' });
  await interactions.settle();

  await slack.click(press(ts, 'USAM', 'reject'));
  await interactions.settle();
  expect(slack.workspace.dialog).toBeNull();
  expect(lastTold()?.text).toBe(
    'Nothing waits for an answer any more: Approved by user:default/sam: one',
  );
  expect(desk.answers).toHaveLength(1);
  // The click brought the message up to date, without waiting for the outbox.
  expect(JSON.stringify(test.messages()[0].blocks)).not.toContain('"actions"');
});

it('tells in the dialog that the decision changed while it was open', async () => {
  const { slack, desk, interactions, record, ts } = await start();
  await slack.click(press(ts, 'USAM'));
  await interactions.settle();
  desk.move(record.id, {});
  const sent = await slack.submit({ user: 'USAM', reason: 'late' });
  expect(sent.body).toEqual({
    response_action: 'errors',
    errors: {
      reason:
        'The decision changed since you saw it (revision 1, now 2); look at it again',
    },
  });
});

it('opens no dialog for a revision that the person has not seen', async () => {
  const { slack, desk, interactions, record, ts } = await start();
  const click = slack.clickPayload(press(ts, 'USAM'));
  desk.move(record.id, { stateReason: 'It still needs approval by SRE.' });
  await slack.send(click);
  await interactions.settle();
  expect(slack.workspace.dialog).toBeNull();
  expect(lastTold()?.text).toMatch(/^The decision changed since this message/);
  expect(JSON.stringify(test.messages()[0].blocks)).toContain(
    'It still needs approval by SRE.',
  );
});

it.each([
  ['UNOBODY', /No user of the catalog has your e-mail address nobody@example/],
  ['UTWIN', /2 users of the catalog have your e-mail address twins@example/],
  ['UDOUBLE', /2 users of the catalog carry your Slack id/],
  ['UGUEST', /Slack confirms no e-mail address of this workspace/],
  ['UGONE', /Slack confirms no e-mail address of this workspace/],
  ['UHIDDEN', /Slack confirms no e-mail address of this workspace/],
  ['UUNCONFIRMED', /Slack confirms no e-mail address of this workspace/],
])('tells %s how to link the account', async (user, why) => {
  const { slack, desk, interactions, ts } = await start();
  await slack.click(press(ts, user));
  await interactions.settle();
  const sent = await slack.submit({ user, reason: 'let me' });
  expect(sent.body).toEqual({ response_action: 'clear' });
  await interactions.settle();
  expect(lastTold()).toMatchObject({ user, channel: CHANNEL });
  expect(lastTold()?.text).toMatch(why);
  expect(lastTold()?.text).toContain(`slack.com/user_id: ${user}`);
  expect(desk.answers).toEqual([]);
});

it('answers Slack in time when the desk is slow, and tells the end later', async () => {
  const { slack, desk, interactions, ts } = await start({ patienceMs: 50 });
  await slack.click(press(ts, 'USAM'));
  await interactions.settle();
  let go = () => {};
  desk.delay = new Promise(resolve => {
    go = resolve;
  });
  const sent = await slack.submit({ user: 'USAM', reason: 'slow' });
  expect(sent.body).toEqual({ response_action: 'clear' });
  expect(slack.workspace.told).toEqual([]);
  go();
  await interactions.settle();
  expect(lastTold()?.text).toMatch(/^Your approval is recorded/);
});

it('says so when Slack is too slow for the dialog', async () => {
  const { slack, interactions, ts, logger } = await start();
  const click = slack.clickPayload(press(ts, 'USAM'));
  slack.now = () => Date.now() + 4_000;
  await slack.send(click, { timestamp: Math.floor(Date.now() / 1000) });
  await interactions.settle();
  expect(lastTold()?.text).toMatch(/^That did not work/);
  expect(logger.warn).toHaveBeenCalledWith(
    expect.stringContaining('Slack refused views.open: trigger_expired'),
  );
});

it('keeps an answer that Slack cannot be told of', async () => {
  const { slack, desk, interactions, ts, logger } = await start();
  await slack.click(press(ts, 'USAM'));
  await interactions.settle();
  slack.trouble('chat.postEphemeral', 'error');
  await slack.submit({ user: 'USAM', reason: 'fine' });
  await interactions.settle();
  expect(desk.answers).toHaveLength(1);
  expect(logger.warn).toHaveBeenCalledWith(
    'Somebody could not be told in Slack: Slack answered chat.postEphemeral with 500',
  );
});
