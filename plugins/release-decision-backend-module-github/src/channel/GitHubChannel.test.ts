import { TestDatabases } from '@backstage/backend-test-utils';
import {
  CHECK,
  TestGitHub,
  createTestGitHub,
  gitHubRecord,
} from '../__testUtils__/createTestGitHub';
import { Trouble } from '../testUtils';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

let test: TestGitHub;
afterEach(async () => test.stop());

async function start(
  id: Parameters<typeof databases.init>[0] = 'SQLITE_3',
  timeoutMs?: number,
) {
  test = await createTestGitHub({ knex: await databases.init(id), timeoutMs });
  return { ...test, record: test.desk.put(gitHubRecord()) };
}

const shown = () => {
  const { status, conclusion } = test.check();
  return `${status} ${conclusion}`;
};

it.each(databases.eachSupportedId())(
  'shows a decision from the question to the end (%p)',
  async id => {
    const { desk, record, deliver, github, check } = await start(id);
    await deliver(record.id);
    expect(shown()).toBe('completed action_required');
    expect(check()).toMatchObject({
      head_sha: record.commit,
      external_id: record.id,
      details_url: desk.urlOf(record),
      actions: [{ identifier: 'approve' }, { identifier: 'reject' }],
    });
    await deliver(record.id);
    expect(github.callsOf(/check-runs/)).toHaveLength(1);

    desk.move(record.id, { stateReason: 'It still needs approval by SRE.' });
    await deliver(record.id);
    expect(check().output.summary).toContain('still needs approval by SRE');
    expect(github.repositories.checks).toHaveLength(1);

    // What has ended on GitHub cannot be opened again: a new one goes on.
    desk.move(record.id, { state: 'queued', stateReason: 'Approved.' });
    await deliver(record.id);
    expect(shown()).toBe('queued null');
    expect(check().actions).toEqual([]);
    desk.move(record.id, { state: 'releasing', stateReason: 'Going out.' });
    await deliver(record.id);
    expect(shown()).toBe('in_progress null');
    desk.move(record.id, { state: 'promoted', stateReason: 'Everywhere.' });
    await deliver(record.id);
    expect(shown()).toBe('completed success');
    expect(github.repositories.checks).toHaveLength(2);
  },
);

it.each<[Trouble, RegExp]>([
  ['lostAnswer', /could not be reached to create the check run/],
  ['hang', /could not be reached to create the check run/],
  ['close', /could not be reached to create the check run/],
  ['error', /GitHub answered 500 to create the check run/],
  ['redirect', /302.*a redirect, which is not followed/],
  ['large', /could not be reached to create the check run: maxContentLength/],
])('has one check run after %s', async (trouble, words) => {
  const { github, record, deliver, createProcess } = await start(
    'SQLITE_3',
    trouble === 'hang' ? 200 : undefined,
  );
  github.trouble(/POST .*check-runs/, trouble);
  await expect(deliver(record.id)).rejects.toThrow(words);
  await createProcess().channel.open(test.desk);
  await deliver(record.id);
  await deliver(record.id);
  expect(github.repositories.checks).toHaveLength(1);
  expect(shown()).toBe('completed action_required');
});

it('does not create another one when opening the next was not heard of', async () => {
  const { github, record, deliver, desk } = await start();
  await deliver(record.id);
  desk.move(record.id, { state: 'releasing' });
  github.trouble(/POST .*check-runs/, 'lostAnswer');
  await expect(deliver(record.id)).rejects.toThrow(/could not be reached/);
  await deliver(record.id);
  expect(github.repositories.checks.map(({ status }) => status)).toEqual([
    'completed',
    'in_progress',
  ]);
});

it.each<[Trouble, number]>([
  ['limited', 30],
  ['secondary', 30],
  ['spent', 20],
])('leaves GitHub alone when it is %s', async (trouble, seconds) => {
  const { github, record, deliver } = await start();
  github.trouble(/POST .*check-runs/, trouble);
  const words = /GitHub limits the App.*may be called again in (\d+) s/;
  const first = await deliver(record.id).catch((e: Error) => e.message);
  const [, wait] = words.exec(first ?? '') ?? [];
  expect(Number(wait)).toBeGreaterThan(seconds - 3);
  expect(Number(wait)).toBeLessThanOrEqual(seconds);
  const calls = github.calls.length;
  await expect(deliver(record.id)).rejects.toThrow(words);
  expect(github.calls).toHaveLength(calls);
});

it('asks for a new token when the old one was taken back', async () => {
  const { github, record, deliver, desk } = await start();
  await deliver(record.id);
  github.auth.revokeTokens();
  desk.move(record.id, {});
  // GitHub's client waits a while first, as new tokens may be slow to spread.
  await deliver(record.id);
  expect(github.callsOf(/access_tokens/)).toHaveLength(2);
  expect(test.check().output.text).toContain('revision 2');
}, 20_000);

it('says what to do when the App is not installed', async () => {
  const { record, deliver, desk } = await start();
  desk.put({
    ...record,
    buildInfo: {
      ...record.buildInfo,
      repo: { url: 'git@github.test:strangers/payments.git' },
    },
  });
  await expect(deliver(record.id)).rejects.toThrow(
    /GitHub answered 404 .*install the GitHub App on the repository/,
  );
});

it('tells two components of one commit apart by name', async () => {
  const { github, record, deliver, desk, check } = await start();
  await deliver(record.id);
  const other = desk.put(
    gitHubRecord({
      id: '0b0b0b0b-0000-4000-8000-000000000001',
      entityRef: 'component:default/till',
    }),
  );
  await deliver(other.id);
  expect(check(`${CHECK} / till`).external_id).toBe(other.id);
  desk.move(record.id, {});
  await deliver(record.id);
  expect(github.repositories.checks.map(({ name }) => name)).toEqual([
    `${CHECK} / payments-service`,
    `${CHECK} / till`,
  ]);
});

it('shows a bundle on each of its commits, once', async () => {
  const { github, record, deliver, desk } = await start();
  const build = (name: string, commit: string) => ({
    buildInfo: {
      ...record.buildInfo,
      repo: { url: `https://github.test/kiosk/${name}` },
      commit,
    },
    riskInputs: record.riskInputs,
  });
  const commits = ['a'.repeat(40), 'b'.repeat(40)];
  desk.put({
    ...record,
    bundle: {
      manifest: {} as never,
      builds: [
        build('driver', commits[0]),
        build('Driver', commits[0]),
        build('firmware', commits[1]),
      ],
    },
  });
  await deliver(record.id);
  expect(github.repositories.checks.map(c => c.head_sha)).toEqual(commits);
});

it('leaves builds from elsewhere alone', async () => {
  const { github, record, deliver, desk } = await start();
  for (const url of [
    'https://gitlab.test/kiosk/payments',
    'https://github.test.evil/kiosk/payments',
    'https://github.test/kiosk/payments/../../admin',
    'https://github.test/kiosk',
  ]) {
    desk.put({ ...record, buildInfo: { ...record.buildInfo, repo: { url } } });
    await deliver(record.id);
  }
  await deliver('0b0b0b0b-0000-4000-8000-00000000dead');
  expect(github.calls).toEqual([]);
});

it('makes a new one when somebody took the check run away', async () => {
  const { github, record, deliver, desk } = await start();
  await deliver(record.id);
  github.repositories.checks.length = 0;
  desk.move(record.id, {});
  await deliver(record.id);
  expect(github.repositories.checks).toHaveLength(1);
});
