import { BuildInfo } from '@adaptive-delivery/plugin-release-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { answerAs, submit, tested } from '../__testUtils__/calls';
import { createTestPortal } from '../__testUtils__/createTestPortal';
import { sampleSubmission } from '../__testUtils__/samples';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const open = async (approvals?: string) =>
  createTestPortal({
    knex: await databases.init('SQLITE_3'),
    mode: 'advisory',
    approvals,
  });

const by = (author: string, authorEmail?: string) => ({
  commit: 'a'.repeat(40),
  message: 'retry on 503',
  author,
  authorEmail,
});

const written = (commits: BuildInfo['commits']) =>
  sampleSubmission({ commits, risk: tested });

describe('four eyes in the portal', () => {
  it('keep an author from approving, whatever the case of the address, but not from rejecting', async () => {
    const portal = await open();
    const record = await submit(
      portal,
      written([by('Bea', 'bea@example.com'), by('Olga', 'OLGA@example.COM')]),
    );
    const asked = await portal.as('owner').get(`/v1/decisions/${record.id}`);
    expect(asked.body).toMatchObject({
      may: {
        approve: false,
        reject: true,
        why: 'You wrote part of this change; somebody else has to approve it.',
      },
      authors: [
        {
          name: 'Bea',
          email: 'bea@example.com',
          refs: ['user:default/bea'],
        },
        {
          name: 'Olga',
          email: 'olga@example.com',
          refs: ['user:default/olga'],
        },
      ],
    });
    expect((await answerAs(portal, 'owner', record)).status).toBe(403);
    const rejected = await answerAs(portal, 'owner', record, 'reject');
    expect(rejected.body).toMatchObject({ state: 'rejected' });
  });

  it('let somebody else approve, also past an author whom the catalog does not know', async () => {
    const portal = await open();
    const record = await submit(
      portal,
      written([by('X. Y.', 'x@elsewhere.example')]),
    );
    const answer = await answerAs(portal, 'owner', record);
    expect(answer.body).toMatchObject({ state: 'queued' });
  });

  it.each([
    ['without commits', undefined],
    ['whose author has no address', [by('Zed')]],
  ])('need a build that says who wrote it, not one %s', async (_, commits) => {
    const portal = await open();
    const submission = written(commits);
    if (!commits) delete submission.buildInfo.commits;
    const record = await submit(portal, submission);
    const answer = await answerAs(portal, 'owner', record);
    expect(answer.status).toBe(403);
    expect(answer.body.error.message).toMatch(/authorEmail/);
    expect(await portal.knex('approvals')).toEqual([]);
  });

  it('are what the policy had when the decision was made', async () => {
    const portal = await open(
      `{ byBand: { low: [], medium: [], high: [], critical: [owner, sre] }, advisory: [owner, sre], expireAfterHours: 72,
        fourEyes: { authorCannotApprove: false, distinctPeople: false, unknownAuthors: allow } }`,
    );
    const record = await submit(
      portal,
      written([by('Bea', 'bea@example.com')]),
    );
    expect(record.decision.approvals.fourEyes).toEqual({
      authorCannotApprove: false,
      distinctPeople: false,
      unknownAuthors: 'allow',
    });
    const answer = await answerAs(portal, 'both', record);
    expect(answer.body).toMatchObject({
      state: 'queued',
      givenRoles: ['owner', 'sre'],
    });
  });
});
