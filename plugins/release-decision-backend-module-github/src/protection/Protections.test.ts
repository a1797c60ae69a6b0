import { TestDatabases } from '@backstage/backend-test-utils';
import {
  REPO,
  TestGitHub,
  createTestGitHub,
  gitHubRecord,
} from '../__testUtils__/createTestGitHub';
import { Trouble } from '../testUtils';
import { MAX_TOLD } from './Protections';
import { runOf } from './callback';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const RULE = /deployment_protection_rule/;

let test: TestGitHub | undefined;
afterEach(async () => {
  await test?.stop();
  test = undefined;
});

async function start(
  id: Parameters<typeof databases.init>[0] = 'SQLITE_3',
  timeoutMs?: number,
) {
  test = await createTestGitHub({ knex: await databases.init(id), timeoutMs });
  const { github, webhooks, knex } = test;
  const record = gitHubRecord();
  /** A run gets to its protected job. */
  const ask = async (run = 1, environment = 'production') => {
    const payload = github.deploymentPayload(REPO, {
      run,
      environment,
      sha: record.commit,
    });
    const sent = await github.send('deployment_protection_rule', payload);
    await webhooks.settle();
    return sent;
  };
  /** As if every wait had run out. */
  const passTime = async () =>
    knex('github_protections').update({ due_at: 0, claimed_until: 0 });
  return { ...test, record, ask, passTime };
}

const reviews = () => test?.github.repositories.reviews ?? [];
const states = () => reviews().map(({ state = 'waits' }) => state);

it.each(databases.eachSupportedId())(
  'waits for the decision, reports what it waits for, and lets the run go on (%p)',
  async id => {
    const { desk, record, ask, deliver } = await start(id);
    expect(await ask()).toEqual({ status: 202, body: { outcome: 'taken' } });
    expect(reviews()).toEqual([
      {
        run: 1,
        environment_name: 'production',
        comment:
          'There is no decision about commit a1b2c3dc in production yet. The deployment waits until a build of it is submitted.',
      },
    ]);
    desk.put(record);
    await deliver(record.id);
    expect(states()).toEqual(['waits', 'waits']);
    expect(reviews()[1].comment).toContain('It needs approval by');
    // Nothing new is not told again.
    await deliver(record.id);
    expect(reviews()).toHaveLength(2);
    desk.move(record.id, { state: 'queued', stateReason: 'Approved by sam.' });
    await deliver(record.id);
    expect(reviews()[2]).toMatchObject({
      state: 'approved',
      comment: expect.stringContaining('Approved by sam.'),
    });
    desk.move(record.id, { state: 'promoted' });
    await deliver(record.id);
    expect(reviews()).toHaveLength(3);
  },
);

it.each([
  ['queued', 'approved'],
  ['releasing', 'approved'],
  ['promoted', 'approved'],
  ['blocked', 'rejected'],
  ['rejected', 'rejected'],
  ['rolledBack', 'rejected'],
  ['superseded', 'rejected'],
  ['awaitingApproval', 'waits'],
  ['frozen', 'waits'],
] as const)('answers a decision that is %s with %s', async (state, answer) => {
  const { desk, record, ask } = await start();
  desk.put({ ...record, state });
  await ask();
  expect(states()).toEqual([answer]);
});

it('lets everything go on in shadow mode, and says what it would have done', async () => {
  const { desk, record, ask } = await start();
  desk.put({ ...record, enforcement: 'shadow', state: 'blocked' });
  await ask();
  expect(reviews()).toMatchObject([
    {
      state: 'approved',
      comment: expect.stringContaining('it would have said to reject it'),
    },
  ]);
});

it('knows GitHub’s names of environments, by the configuration or in lower case', async () => {
  const { desk, record, ask } = await start();
  desk.put({ ...record, state: 'queued' });
  await ask(1, 'Live');
  await ask(2, 'PRODUCTION');
  await ask(3, 'staging');
  expect(reviews()).toMatchObject([
    { run: 1, environment_name: 'Live', state: 'approved' },
    { run: 2, environment_name: 'PRODUCTION', state: 'approved' },
    { run: 3, comment: expect.stringContaining('in staging yet') },
  ]);
});

it('waits for every component of the commit, and goes by the newest decision', async () => {
  const { desk, record, ask, deliver } = await start();
  const id = (n: number) => `0b0b0b0b-0000-4000-8000-00000000000${n}`;
  const till = 'component:default/till';
  desk.put({ ...record, state: 'queued' });
  desk.put({ ...record, id: id(1), entityRef: till, state: 'superseded' });
  desk.put({ ...record, id: id(2), entityRef: till });
  await ask();
  expect(states()).toEqual(['waits']);
  expect(reviews()[0].comment).toMatch(/^till /);
  desk.move(id(2), { state: 'queued' });
  await deliver(id(2));
  expect(states()).toEqual(['waits', 'approved']);
});

it('reports no more often than GitHub keeps', async () => {
  const { desk, record, ask, deliver } = await start();
  desk.put(record);
  await ask();
  for (let i = 0; i < 2 * MAX_TOLD; i++) {
    desk.move(record.id, { stateReason: `Reason ${i}.` });
    await deliver(record.id);
  }
  expect(reviews()).toHaveLength(MAX_TOLD);
  desk.move(record.id, { state: 'queued' });
  await deliver(record.id);
  expect(states().at(-1)).toBe('approved');
});

it.each<[Trouble]>([['error'], ['close'], ['hang'], ['redirect']])(
  'answers once, later, after %s',
  async trouble => {
    const { github, desk, record, ask, passTime, createProcess, logger } =
      await start('SQLITE_3', trouble === 'hang' ? 200 : undefined);
    desk.put({ ...record, state: 'queued' });
    github.trouble(RULE, trouble, 3);
    await ask();
    expect(reviews()).toEqual([]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/run 1 in kiosk\/payments could not be answered/),
    );
    // Whichever process comes next.
    const { protections } = createProcess();
    for (let i = 0; i < 4; i++) {
      await passTime();
      await protections.run();
    }
    expect(states()).toEqual(['approved']);
    expect(await protections.run()).toBe(false);
  },
);

it('takes it for settled when GitHub had the answer that nobody heard of', async () => {
  const { github, desk, record, ask, passTime, protections } = await start();
  desk.put({ ...record, state: 'queued' });
  github.trouble(RULE, 'lostAnswer');
  await ask();
  await passTime();
  await protections.run();
  await passTime();
  expect(await protections.run()).toBe(false);
  expect(states()).toEqual(['approved']);
});

it('gives up on what has waited longer than GitHub lets it', async () => {
  const { github, desk, record, ask, passTime, protections, knex } =
    await start();
  desk.put({ ...record, state: 'queued' });
  github.trouble(RULE, 'error', 100);
  await ask();
  await knex('github_protections').update({ requested_at: 0 });
  await passTime();
  expect(await protections.run()).toBe(true);
  await passTime();
  expect(await protections.run()).toBe(false);
});

it('is answered by one of two processes at once', async () => {
  const { github, desk, record, ask, passTime, createProcess } = await start();
  await ask();
  desk.put({ ...record, state: 'queued' });
  await passTime();
  const calls = github.callsOf(RULE).length;
  await Promise.all([1, 2, 3].map(() => createProcess().protections.run()));
  expect(github.callsOf(RULE)).toHaveLength(calls + 1);
});

it('keeps a deployment whose webhook comes again, and asks anew for a re-run', async () => {
  const { github, desk, record, ask, webhooks } = await start();
  desk.put({ ...record, state: 'queued' });
  await ask();
  const rerun = github.deploymentPayload(REPO, {
    run: 1,
    environment: 'production',
    sha: record.commit,
  });
  rerun.deployment.id = 77;
  await github.send('deployment_protection_rule', rerun);
  await webhooks.settle();
  expect(states()).toEqual(['approved', 'approved']);
});

const elsewhere = [
  'https://evil.test/repos/kiosk/payments/actions/runs/1/deployment_protection_rule',
  'http://169.254.169.254/latest/meta-data',
  'file:///etc/passwd',
  'nonsense',
];

it.each(elsewhere)('calls nothing at %s', async url => {
  const { github, record, webhooks } = await start();
  const payload = github.deploymentPayload(REPO, {
    run: 1,
    environment: 'production',
    sha: record.commit,
  });
  const sent = await github.send('deployment_protection_rule', {
    ...payload,
    deployment_callback_url: url,
  });
  await webhooks.settle();
  expect(sent.status).toBe(400);
  expect(github.calls).toEqual([]);
});

describe('the run of a callback address', () => {
  const api = new URL('https://github.test/api/v3');
  const path =
    '/repos/kiosk/payments/actions/runs/42/deployment_protection_rule';
  it.each([
    [`https://github.test/api/v3${path}`, 42],
    [`https://github.test/api/v3${path.replace('kiosk', 'Kiosk')}`, 42],
    [`https://github.test${path}`, null],
    [`http://github.test/api/v3${path}`, null],
    [`https://github.test:8443/api/v3${path}`, null],
    [`https://user:secret@github.test/api/v3${path}`, null],
    [`https://github.test.evil/api/v3${path}`, null],
    [`https://github.test/api/v3${path.replace('payments', 'other')}`, null],
    [`https://github.test/api/v3${path.replace('42', '042')}`, null],
    [`https://github.test/api/v3${path.replace('42', '4/2')}`, null],
    [`https://github.test/api/v3/..${path}`, null],
    [`https://github.test/api/v3${path}/more`, null],
    [`https://github.test/api/v3${path.replace('42', '9'.repeat(16))}`, null],
  ])('%s is %p', (url, run) => {
    expect(runOf(url, api, { owner: 'kiosk', name: 'payments' })).toBe(run);
  });
});
