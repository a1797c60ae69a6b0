import { TestDatabases } from '@backstage/backend-test-utils';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import {
  CHANNEL,
  TestSlack,
  createTestSlack,
} from '../__testUtils__/createTestSlack';
import { sampleRecord } from '@adaptive-delivery/plugin-release-node/testUtils';
import { INTERACTIONS_PATH } from './router';
import { verifySignature } from './verifySignature';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

let test: TestSlack;
afterEach(async () => test?.stop());

async function start(
  options: Omit<Parameters<typeof createTestSlack>[0], 'knex'> = {},
) {
  test = await createTestSlack({
    knex: await databases.init('SQLITE_3'),
    ...options,
  });
  const record = test.desk.put(sampleRecord());
  await test.deliver(record.id);
  const click = test.slack.clickPayload({
    channel: CHANNEL,
    ts: test.messages()[0].ts,
    action: 'release-approve',
    user: 'USAM',
  });
  return { ...test, click };
}

/** Nothing came of it: no dialog, no answer, no route behind was reached. */
async function expectNothing() {
  await test.interactions.settle();
  expect(test.slack.callsOf('views.open')).toEqual([]);
  expect(test.slack.callsOf('chat.postEphemeral')).toEqual([]);
  expect(test.behind).toEqual([]);
}

it('agrees with the example of Slack’s documentation', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const request = {
    secrets: ['8f742231b10e8888abcd99yyyzzz85a5'],
    timestamp: '1531420618',
    signature:
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    body: Buffer.from(body),
    nowMs: 1531420618_000,
  };
  expect(verifySignature(request)).toBe('valid');
  expect(verifySignature({ ...request, nowMs: 1531420918_000 })).toBe('valid');
  expect(verifySignature({ ...request, nowMs: 1531420919_000 })).toBe('stale');
  expect(verifySignature({ ...request, nowMs: 1531420317_000 })).toBe('stale');
  expect(verifySignature({ ...request, secrets: ['other'] })).toBe('forged');
  expect(verifySignature({ ...request, timestamp: '1531420619' })).toBe(
    'forged',
  );
  expect(verifySignature({ ...request, body: Buffer.from(`${body} `) })).toBe(
    'forged',
  );
});

it('is described', async () => {
  const file = path.resolve(__dirname, '../../schema/openapi.yaml');
  const { paths } = parse(await readFile(file, 'utf8'));
  expect(Object.keys(paths)).toEqual([INTERACTIONS_PATH]);
  expect(Object.keys(paths[INTERACTIONS_PATH])).toEqual(['post']);
});

const now = () => Math.floor(Date.now() / 1000);

it.each([
  ['another secret', { secret: 'guessed' }],
  [
    'a changed body',
    { tamper: (body: string) => body.replace('USAM', 'UBOSS') },
  ],
  ['a longer body', { tamper: (body: string) => `${body}&payload={}` }],
  ['a time six minutes ago', { timestamp: now() - 360 }],
  ['a time six minutes ahead', { timestamp: now() + 360 }],
])('refuses %s', async (_, options) => {
  const { slack, click } = await start();
  const sent = await slack.send(click, options);
  expect(sent.status).toBe(401);
  await expectNothing();
});

it.each([
  ['no signature', {}],
  ['no time', { 'x-slack-signature': `v0=${'a'.repeat(64)}` }],
  [
    'a short signature',
    { 'x-slack-signature': 'v0=abc', 'x-slack-request-timestamp': '1' },
  ],
  [
    'another version',
    {
      'x-slack-signature': `v1=${'a'.repeat(64)}`,
      'x-slack-request-timestamp': String(now()),
    },
  ],
  [
    'a time that is no number',
    {
      'x-slack-signature': `v0=${'a'.repeat(64)}`,
      'x-slack-request-timestamp': 'NaN',
    },
  ],
])('refuses %s', async (_, headers) => {
  const { slack } = await start();
  const answer = await fetch(slack.interactionsUrl, {
    method: 'POST',
    headers: headers as Record<string, string>,
    body: 'payload={}',
  });
  expect(answer.status).toBe(401);
  await expectNothing();
});

it('takes each request once, and a click’s trigger once', async () => {
  const { slack, click, interactions } = await start();
  const body = new URLSearchParams({
    payload: JSON.stringify(click),
  }).toString();
  const signed = slack.sign(body);
  expect((await slack.sendSigned(signed)).status).toBe(200);
  expect((await slack.sendSigned(signed)).status).toBe(409);
  // Signed again with another time, it is still the same click.
  const again = await slack.send(click, { timestamp: now() - 5 });
  expect(again.status).toBe(409);
  await interactions.settle();
  expect(slack.callsOf('views.open')).toHaveLength(1);
});

it('takes an answer once, however often it is sent', async () => {
  const { slack, desk, click, interactions } = await start();
  await slack.send(click);
  await interactions.settle();
  const view = slack.workspace.dialog?.view;
  const body = new URLSearchParams({
    payload: JSON.stringify({
      type: 'view_submission',
      user: { id: 'USAM' },
      view: {
        ...view,
        state: { values: { reason: { reason: { value: 'fine' } } } },
      },
    }),
  }).toString();
  const signed = slack.sign(body);
  const sent = await Promise.all([1, 2, 3].map(() => slack.sendSigned(signed)));
  expect(sent.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(desk.answers).toHaveLength(1);
});

it('takes the old and the new secret while it is changed', async () => {
  const { slack, click } = await start({
    signingSecrets: ['the-new-one', 'fake-signing-secret'],
  });
  expect((await slack.send(click)).status).toBe(200);
  const sent = await slack.send(
    { ...click, trigger_id: slack.workspace.trigger() },
    { secret: 'the-new-one' },
  );
  expect(sent.status).toBe(200);
});

it.each([
  ['no form', '{"type":"block_actions"}'],
  ['no payload', 'a=b'],
  ['two payloads', 'payload=%7B%7D&payload=%7B%7D'],
  ['no JSON', 'payload=%7B'],
  ['nothing', ''],
  ['JSON that is too deep', `payload=${'['.repeat(50_000)}`],
])('answers 400 to %s that is signed', async (_, body) => {
  const { slack } = await start();
  const sent = await slack.sendSigned(slack.sign(body));
  expect(sent.status).toBe(400);
  await expectNothing();
});

it.each([
  ['another type', { type: 'shortcut' }],
  ['null', null],
  ['an array', []],
  [
    'a button of another app',
    {
      type: 'block_actions',
      trigger_id: 't',
      user: { id: 'USAM' },
      channel: { id: CHANNEL },
      actions: [{ action_id: 'release-approve', value: '{"decisionId":1}' }],
    },
  ],
  [
    'a dialog with made up metadata',
    {
      type: 'view_submission',
      user: { id: 'USAM' },
      view: {
        callback_id: 'release-answer',
        private_metadata: '{"decision":"override"}',
        state: { values: {} },
      },
    },
  ],
])('acknowledges %s and does nothing', async (_, payload) => {
  const { slack } = await start();
  const sent = await slack.send(payload as object);
  expect(sent).toMatchObject({ status: 200, body: null });
  await expectNothing();
});

it('reads no more than a message can be', async () => {
  const { slack } = await start();
  const sent = await slack.sendSigned(slack.sign('x'.repeat(1024 * 1024 + 1)));
  expect(sent.status).toBe(413);
  const packed = await fetch(slack.interactionsUrl, {
    method: 'POST',
    headers: {
      'content-encoding': 'gzip',
      'x-slack-signature': `v0=${'a'.repeat(64)}`,
      'x-slack-request-timestamp': String(now()),
    },
    body: 'x',
  });
  expect(packed.status).toBe(415);
  await expectNothing();
});

it('warns once that requests are refused, not for each', async () => {
  const { slack, click, logger } = await start();
  for (let i = 0; i < 5; i++) await slack.send(click, { secret: 'guessed' });
  expect(logger.warn).toHaveBeenCalledTimes(1);
  expect(logger.warn).toHaveBeenCalledWith(
    expect.stringMatching(/signature is forged.*signingSecret and the clock/),
  );
});
