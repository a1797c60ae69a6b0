import { TestDatabases } from '@backstage/backend-test-utils';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import {
  REPO,
  TestGitHub,
  createTestGitHub,
  gitHubRecord,
} from '../__testUtils__/createTestGitHub';
import { WEBHOOKS_PATH } from './router';
import { isSigned } from './verifySignature';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

let test: TestGitHub | undefined;
afterEach(async () => test?.stop());

async function start(webhookSecrets?: string[]) {
  test = await createTestGitHub({
    knex: await databases.init('SQLITE_3'),
    webhookSecrets,
  });
  const record = test.desk.put(gitHubRecord());
  await test.deliver(record.id);
  const click = test.github.clickPayload({
    repo: REPO,
    check: test.check(),
    login: 'sam-hub',
    action: 'approve',
  });
  return { ...test, record, click };
}

/** Nothing came of it: nobody was told, no route behind was reached. */
async function expectNothing() {
  await test?.webhooks.settle();
  expect(test?.github.repositories.comments).toEqual([]);
  expect(test?.behind).toEqual([]);
}

it('agrees with the example of GitHub’s documentation', () => {
  const request = {
    secrets: ["It's a Secret to Everybody"],
    signature:
      'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    body: Buffer.from('Hello, World!'),
  };
  expect(isSigned(request)).toBe(true);
  expect(isSigned({ ...request, secrets: ['other'] })).toBe(false);
  expect(isSigned({ ...request, secrets: ['other', ...request.secrets] })).toBe(
    true,
  );
  expect(isSigned({ ...request, body: Buffer.from('Hello, World') })).toBe(
    false,
  );
});

it('is described', async () => {
  const file = path.resolve(__dirname, '../../schema/openapi.yaml');
  const { paths } = parse(await readFile(file, 'utf8'));
  expect(Object.keys(paths)).toEqual([WEBHOOKS_PATH]);
  expect(Object.keys(paths[WEBHOOKS_PATH])).toEqual(['post']);
});

it.each([
  ['another secret', { secret: 'guessed' }],
  [
    'a changed body',
    { tamper: (body: string) => body.replace('sam-hub', 'boss') },
  ],
  ['a longer body', { tamper: (body: string) => `${body} ` }],
])('refuses %s', async (_, options) => {
  const { github, click } = await start();
  const sent = await github.send('check_run', click, options);
  expect(sent.status).toBe(401);
  await expectNothing();
});

it.each([
  ['no signature', {}],
  ['a short one', { 'x-hub-signature-256': 'sha256=abc' }],
  ['the old kind only', { 'x-hub-signature': `sha1=${'a'.repeat(40)}` }],
  [
    'two',
    {
      'x-hub-signature-256': `sha256=${'a'.repeat(64)}, sha256=${'b'.repeat(
        64,
      )}`,
    },
  ],
])('refuses %s', async (_, headers) => {
  const { github } = await start();
  const answer = await fetch(github.webhooksUrl, {
    method: 'POST',
    headers: headers as Record<string, string>,
    body: '{}',
  });
  expect(answer.status).toBe(401);
  await expectNothing();
});

it('takes a webhook once, whatever the delivery says it is', async () => {
  const { github, click, webhooks } = await start();
  const signed = github.sign(JSON.stringify(click));
  const sent = await Promise.all([
    github.sendSigned('check_run', signed, { delivery: 'one' }),
    github.sendSigned('check_run', signed, { delivery: 'one' }),
    github.sendSigned('check_run', signed, { delivery: 'two' }),
  ]);
  expect(sent.map(({ status }) => status)).toEqual([202, 202, 202]);
  const outcomes = sent.map(
    ({ body }) => (body as { outcome: string }).outcome,
  );
  expect(outcomes.sort()).toEqual(['taken', 'takenBefore', 'takenBefore']);
  await webhooks.settle();
  expect(github.repositories.comments).toHaveLength(1);
});

it('takes the old and the new secret while it is changed', async () => {
  const { github, click } = await start(['the-new-one', 'fake-webhook-secret']);
  expect((await github.send('check_run', click)).status).toBe(202);
  const again = { ...click, again: true };
  const sent = await github.send('check_run', again, { secret: 'the-new-one' });
  expect(sent.body).toEqual({ outcome: 'taken' });
});

it.each([
  ['no JSON', '{'],
  ['nothing', ''],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('latin1')],
])('answers 400 to %s that is signed', async (name, text) => {
  const { github } = await start();
  const body =
    name === 'no UTF-8' ? Buffer.from(text, 'latin1') : Buffer.from(text);
  const digest = createHmac('sha256', github.webhookSecret)
    .update(body)
    .digest('hex');
  const answer = await fetch(github.webhooksUrl, {
    method: 'POST',
    headers: {
      'x-github-event': 'check_run',
      'x-hub-signature-256': `sha256=${digest}`,
    },
    body,
  });
  expect(answer.status).toBe(400);
  await expectNothing();
});

it.each<[string, string, unknown]>([
  ['another event', 'push', { ref: 'main' }],
  ['another action', 'check_run', { action: 'completed' }],
  ['null', 'check_run', null],
  ['an array', 'issue_comment', []],
  ['the ping of a new webhook', 'ping', { zen: 'Keep it simple.' }],
])('acknowledges %s and does nothing', async (_, event, payload) => {
  const { github } = await start();
  const sent = await github.send(event, payload as object);
  expect(sent).toEqual({ status: 202, body: { outcome: 'ignored' } });
  await expectNothing();
});

it.each<[string, (click: any) => object]>([
  [
    'a button that is none of ours',
    c => ({ ...c, requested_action: { identifier: 'override' } }),
  ],
  [
    'a name that leads elsewhere',
    c => ({ ...c, repository: { name: '..', owner: { login: 'kiosk' } } }),
  ],
  [
    'no decision',
    c => ({ ...c, check_run: { ...c.check_run, external_id: 'x' } }),
  ],
  ['no sender', c => ({ ...c, sender: undefined })],
])('refuses %s with 400', async (_, change) => {
  const { github, click } = await start();
  const sent = await github.send('check_run', change(click));
  expect(sent.status).toBe(400);
  await expectNothing();
});

it.each<[string, (click: any) => object]>([
  [
    'the check of another App',
    c => ({ ...c, check_run: { ...c.check_run, app: { id: 1 } } }),
  ],
  [
    'a decision of another repository',
    c => ({ ...c, repository: { name: 'other', owner: { login: 'kiosk' } } }),
  ],
  [
    'a decision of another commit',
    c => ({ ...c, check_run: { ...c.check_run, head_sha: 'f'.repeat(40) } }),
  ],
  [
    'a program that clicks',
    c => ({ ...c, sender: { login: 'x[bot]', type: 'Bot' } }),
  ],
])('does nothing for %s', async (_, change) => {
  const { github, click } = await start();
  expect((await github.send('check_run', change(click))).status).toBe(202);
  await expectNothing();
});

it('reads no more than a webhook can be, and only as it was signed', async () => {
  const { github } = await start();
  const large = github.sign('x'.repeat(5 * 1024 * 1024 + 1));
  expect((await github.sendSigned('push', large)).status).toBe(413);
  const packed = await fetch(github.webhooksUrl, {
    method: 'POST',
    headers: {
      'content-encoding': 'gzip',
      'x-hub-signature-256': `sha256=${'a'.repeat(64)}`,
    },
    body: 'x',
  });
  expect(packed.status).toBe(415);
  await expectNothing();
});

it('warns once that requests are refused, not for each', async () => {
  const { github, click, logger } = await start();
  for (let i = 0; i < 5; i++) {
    await github.send('check_run', click, { secret: 'guessed' });
  }
  expect(logger.warn).toHaveBeenCalledTimes(1);
  expect(logger.warn).toHaveBeenCalledWith(
    expect.stringMatching(/signature is not valid.*adaptiveDelivery\.github/),
  );
});
