import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  REPO,
  TestGitHub,
  createTestGitHub,
  gitHubRecord,
} from '../__testUtils__/createTestGitHub';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

let test: TestGitHub;
afterEach(async () => test.stop());

async function start(id: Parameters<typeof databases.init>[0] = 'SQLITE_3') {
  test = await createTestGitHub({ knex: await databases.init(id) });
  const record = test.desk.put(gitHubRecord());
  await test.deliver(record.id);
  return { ...test, record };
}

const code = ({ id, revision }: DecisionRecord) =>
  `${id.slice(0, 8)}.${revision}`;

async function say(
  body: string,
  login = 'sam-hub',
  place: object = { pull: 7 },
) {
  const sent = await test.github.comment(REPO, {
    login,
    body,
    ...(place as { pull: number }),
  });
  await test.webhooks.settle();
  return sent;
}

it.each(databases.eachSupportedId())(
  'goes from the button over the question for a reason to the answer (%p)',
  async id => {
    const { github, desk, record, webhooks, check, lastComment, audited } =
      await start(id);
    const click = github.clickPayload({
      repo: REPO,
      check: check(),
      login: 'sam-hub',
      action: 'approve',
      pull: 7,
    });
    const sent = await github.send('check_run', click);
    expect(sent).toEqual({ status: 202, body: { outcome: 'taken' } });
    await webhooks.settle();
    const command = `/release approve ${code(record)} <reason>`;
    expect(lastComment()).toMatchObject({ on: 'pull 7' });
    expect(lastComment()?.body).toMatch(/^@sam-hub To approve it a reason/);
    expect(lastComment()?.body).toContain(command);
    expect(check().output.summary).toContain(command);
    expect(desk.answers).toEqual([]);

    await say(command.replace('<reason>', 'looked at\r\nthe *tests*'));
    expect(desk.answers).toEqual([
      {
        decision: 'approve',
        reason: 'looked at the *tests*',
        revision: 1,
        userRef: 'user:default/sam',
        via: 'GitHub',
      },
    ]);
    expect(lastComment()?.body).toMatch(
      /^@sam-hub Your approval is recorded\./,
    );
    expect(audited).toEqual([
      {
        ending: 'success',
        meta: { id: record.id, decision: 'approve', githubUser: 'sam-hub' },
      },
    ]);
    await test.deliver(record.id);
    expect(check()).toMatchObject({ status: 'queued', actions: [] });
    expect(check().output.text).toContain('✅ approved by **sam** as SRE');
  },
);

it('answers on the commit where there is no pull request', async () => {
  const { github, record, webhooks, check, lastComment, desk } = await start();
  const click = github.clickPayload({
    repo: REPO,
    check: check(),
    login: 'sam-hub',
    action: 'reject',
  });
  await github.send('check_run', click);
  await webhooks.settle();
  expect(lastComment()).toMatchObject({ on: `commit ${record.commit}` });
  await say(`/release reject ${code(record)} not on a Friday`, 'SAM-HUB', {
    commit: record.commit,
  });
  expect(desk.answers).toMatchObject([
    {
      decision: 'reject',
      reason: 'not on a Friday',
      userRef: 'user:default/sam',
    },
  ]);
  expect(lastComment()).toMatchObject({ on: `commit ${record.commit}` });
});

it('says that nothing waits to whoever pressed a button late', async () => {
  const { github, desk, record, webhooks, check, lastComment } = await start();
  const click = github.clickPayload({
    repo: REPO,
    check: check(),
    login: 'sam-hub',
    action: 'approve',
  });
  desk.move(record.id, { state: 'expired', stateReason: 'Nobody answered.' });
  await github.send('check_run', click);
  await webhooks.settle();
  expect(lastComment()?.body).toContain('Nothing waits for an answer any more');
});

it.each<[string, (c: string) => string, RegExp]>([
  ['no reason', c => `/release approve ${c}`, /Write the command/],
  [
    'the reason left as it was',
    c => `/release approve ${c} <reason>`,
    /Write the command/,
  ],
  [
    'blanks for a reason',
    c => `/release approve ${c} \u200b\n `,
    /Write the command/,
  ],
  [
    'no revision',
    c => `/release approve ${c.slice(0, 8)} fine`,
    /Write the command/,
  ],
  ['another verb', c => `/release override ${c} fine`, /Write the command/],
  [
    'too few letters',
    c => `/release approve ${c.slice(0, 3)}.1 fine`,
    /Write the command/,
  ],
  [
    'an unknown decision',
    () => '/release approve 00000000.1 fine',
    /No decision of this repository/,
  ],
  [
    'too long a reason',
    c => `/release approve ${c} ${'x'.repeat(2001)}`,
    /at most 2000 characters/,
  ],
  [
    'an older revision',
    c => `/release approve ${c.slice(0, 8)}.0 fine`,
    /The decision changed since you saw it \\\(revision 0, now 1\\\)/,
  ],
])('refuses %s, and says why', async (_, body, words) => {
  const { desk, record, lastComment } = await start();
  await say(body(code(record)));
  expect(lastComment()?.body).toMatch(words);
  expect(desk.answers).toEqual([]);
});

it.each([
  ['olga-hub', /You cannot approve as SRE/],
  ['nobody', /not linked to a user of the portal.*user\\-login:\u2060 nobody/],
  ['double', /2 users of the catalog carry your GitHub login/],
])('tells %s why not', async (login, words) => {
  const { desk, record, lastComment, audited } = await start();
  await say(`/release approve ${code(record)} fine`, login);
  expect(lastComment()?.body).toMatch(words);
  expect(desk.answers).toEqual([]);
  expect(audited).toMatchObject([{ ending: 'fail' }]);
});

it('takes the first of two answers at once, and tells the second', async () => {
  const { desk, record, github, webhooks } = await start();
  const body = `/release approve ${code(record)} fine`;
  await Promise.all([
    github.comment(REPO, { login: 'sam-hub', body, pull: 7 }),
    github.comment(REPO, { login: 'sam-hub', body, pull: 7 }),
  ]);
  await webhooks.settle();
  expect(desk.answers).toHaveLength(1);
  const told = github.repositories.comments.map(comment => comment.body).sort();
  expect(told).toEqual([
    expect.stringContaining('The decision changed since you saw it'),
    expect.stringContaining('Your approval is recorded'),
  ]);
});

it('wants the whole id where the beginning fits several', async () => {
  const { desk, record, deliver, lastComment } = await start();
  const twin = desk.put(
    gitHubRecord({
      id: `${record.id.slice(0, -4)}ffff`,
      environment: 'staging',
    }),
  );
  await deliver(twin.id);
  await say(`/release approve ${code(record)} fine`);
  expect(lastComment()?.body).toContain('Several decisions begin like that');
  await say(`/release approve ${record.id}.1 fine`);
  expect(desk.answers).toHaveLength(1);
});

it.each<[string, string, object]>([
  [
    'a comment that only speaks of it',
    'Write `/release approve x`',
    { pull: 7 },
  ],
  ['another command', '/released approve', { pull: 7 }],
  ['an issue', '/release approve aaaaaaaa.1 x', { issue: 7 }],
])('does not react to %s', async (_, body, place) => {
  const { github } = await start();
  const sent = await say(body, 'sam-hub', place);
  expect(sent.body).toEqual({ outcome: 'ignored' });
  expect(github.repositories.comments).toEqual([]);
});

it('takes no answer that a program wrote, or somebody changed', async () => {
  const { github, record, desk, webhooks } = await start();
  const body = `/release approve ${code(record)} fine`;
  await say(body, 'helper[bot]');
  const person = { login: 'sam-hub', type: 'User' };
  const payload = {
    action: 'created',
    repository: { name: REPO, owner: { login: github.owner } },
    sender: person,
    issue: { number: 7, pull_request: {} },
    comment: { body, user: person },
  };
  const changed = [
    { ...payload, action: 'edited' },
    { ...payload, sender: { login: 'olga-hub', type: 'User' } },
    {
      ...payload,
      comment: { ...payload.comment, performed_via_github_app: { id: 1 } },
    },
  ];
  for (const sent of changed) {
    const answer = await github.send('issue_comment', sent);
    expect(answer.body).toEqual({ outcome: 'ignored' });
  }
  await webhooks.settle();
  expect(desk.answers).toEqual([]);
});

it('does not take an answer in another repository for one to this decision', async () => {
  const { github, record, desk, webhooks, lastComment } = await start();
  const body = `/release approve ${code(record)} fine`;
  await github.comment('other', { login: 'sam-hub', body, pull: 1 });
  await webhooks.settle();
  expect(desk.answers).toEqual([]);
  expect(lastComment()?.body).toContain('No decision of this repository');
});

it('says a fault of its own without telling what it was', async () => {
  const { record, desk, lastComment, logger } = await start();
  desk.answer = async () => {
    throw new Error('password of the database');
  };
  await say(`/release approve ${code(record)} fine`);
  expect(lastComment()?.body).toContain('a fault of its own');
  expect(lastComment()?.body).not.toContain('password');
  expect(logger.error).toHaveBeenCalledTimes(1);
});
