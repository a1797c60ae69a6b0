import {
  FreezeWindow,
  Submission,
} from '@adaptive-delivery/plugin-release-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  answerAs,
  quarantine,
  release,
  report,
  submit,
  tested,
} from '../__testUtils__/calls';
import {
  TestPortal,
  createTestPortal,
} from '../__testUtils__/createTestPortal';
import { digestNumber, sampleSubmission } from '../__testUtils__/samples';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const BAD = digestNumber(0xbad);
const freeze: FreezeWindow = {
  name: 'weekend',
  why: 'Nobody is there',
  timeZone: 'UTC',
  from: '2026-11-20T00:00',
  until: '2026-11-22T00:00',
};

const WORDS = new RegExp(
  `The artifact .* \\(sha256 ${BAD}\\) is quarantined until 2026-11-23T12:00:00\\.000Z, since 2026-11-20T12:00:00\\.000Z: p95 latency was 4 times that of the baseline\\. Incident .* Submit a build with another digest, or have somebody with the permission quarantine\\.lift lift it\\.`,
);

const bad = (change: Parameters<typeof sampleSubmission>[0] = {}) =>
  sampleSubmission({ digest: BAD, risk: tested, ...change });

function withArtifacts(
  body: Submission,
  ...names: Array<[string, string]>
): Submission {
  const [artifact] = body.buildInfo.artifacts;
  const artifacts = names.map(([name, sha256]) => ({
    ...artifact,
    name,
    sha256,
  }));
  return { ...body, buildInfo: { ...body.buildInfo, artifacts } };
}

const putIn = async (portal: TestPortal) => {
  const answer = await portal
    .as('rollout')
    .post('/v1/quarantine')
    .send(quarantine(BAD));
  if (answer.status !== 204) throw new Error(JSON.stringify(answer.body));
};
const lift = (portal: TestPortal) =>
  portal
    .as('owner')
    .delete(`/v1/quarantine/${BAD}`)
    .send({ reason: 'Cleared' });
const released = async (portal: TestPortal) =>
  (await portal.messages()).filter(({ key }) => key.startsWith('release:'));

describe.each(databases.eachSupportedId())(
  'a quarantined digest on %s',
  databaseId => {
    const open = async (
      mode: 'shadow' | 'advisory' | 'enforced' = 'enforced',
      windows: FreezeWindow[] = [],
    ) => {
      const portal = await createTestPortal({
        knex: await databases.init(databaseId),
        mode,
      });
      portal.usePolicy({ freezeWindows: windows });
      return portal;
    };

    describe('is refused at submission', () => {
      it.each<[string, Submission]>([
        ['as it was', bad()],
        ['in a new build', bad({ number: 9, version: '9.0.0' })],
        ['into another environment', bad({ environment: 'staging' })],
        [
          'under another name',
          withArtifacts(bad(), ['completely-new.zip', BAD]),
        ],
        [
          'as one of several',
          withArtifacts(bad(), ['a.zip', digestNumber(5)], ['b.zip', BAD]),
        ],
        ['of another component', bad({ component: 'component:default/other' })],
      ])('%s', async (_, body) => {
        const portal = await open();
        await putIn(portal);
        const answer = await portal
          .as('pipeline')
          .post('/v1/candidates')
          .send(body);
        expect(answer.status).toBe(409);
        expect(answer.body.error.message).toMatch(WORDS);
        expect(await portal.knex('candidates')).toEqual([]);
      });

      it.each(['shadow', 'advisory'] as const)('in %s mode too', async mode => {
        const portal = await open(mode);
        await putIn(portal);
        const answer = await portal
          .as('pipeline')
          .post('/v1/candidates')
          .send(bad());
        expect(answer.status).toBe(409);
      });

      it('and is no other one for being written in upper case', async () => {
        const portal = await open();
        await putIn(portal);
        const upper = structuredClone(bad());
        upper.buildInfo.artifacts[0].sha256 = BAD.toUpperCase();
        const answer = await portal
          .as('pipeline')
          .post('/v1/candidates')
          .send(upper);
        expect(answer.status).toBe(400);
        expect(answer.body.error.faults[0].path).toBe(
          'buildInfo.artifacts[0].sha256',
        );
        const request = quarantine(digestNumber(0xabc));
        const wrong = await portal
          .as('rollout')
          .post('/v1/quarantine')
          .send({ ...request, sha256: [digestNumber(0xabc).toUpperCase()] });
        expect(wrong.status).toBe(400);
      });
    });

    it('is not approved, and is once the quarantine is lifted', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, bad());
      await putIn(portal);
      const answer = await answerAs(portal, 'owner', record);
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(WORDS);
      await lift(portal);
      expect((await answerAs(portal, 'owner', record)).body.state).toBe(
        'queued',
      );
    });

    it('is not released when its freeze ends', async () => {
      const portal = await open('enforced', [freeze]);
      const { id } = await submit(portal, bad());
      await putIn(portal);
      portal.time.now = new Date('2026-11-22T00:00:00Z');
      await portal.heldReleases.run();
      const { body } = await portal.as('owner').get(`/v1/decisions/${id}`);
      expect(body.state).toBe('rejected');
      expect(body.stateReason).toMatch(WORDS);
      expect(await released(portal)).toEqual([]);
    });

    it('is not released by an override', async () => {
      const portal = await open('enforced', [freeze]);
      const { id, revision } = await submit(portal, bad());
      await putIn(portal);
      const answer = await portal
        .as('owner')
        .post(`/v1/decisions/${id}/override`)
        .send({ reason: 'urgent', revision });
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(WORDS);
      expect(await released(portal)).toEqual([]);
    });

    describe('is stopped at the gate', () => {
      it.each([
        ['before it waits for anything', 'enforced', undefined, {}],
        ['while it waits for approval', 'advisory', undefined, {}],
        ['while it goes out', 'enforced', 'started', {}],
        ['after it went out', 'enforced', 'promoted', {}],
        ['in shadow mode', 'shadow', undefined, { wouldHave: 'rejected' }],
      ] as const)('%s', async (_, mode, reported, more) => {
        const portal = await open(mode);
        const { id } = await submit(portal, bad());
        if (reported) await report(portal, id, reported);
        const ask = async () =>
          (await portal.as('pipeline').get(`/v1/decisions/${id}/gate`)).body;
        const before = await ask();
        expect(before.answer).not.toBe('rejected');
        await putIn(portal);
        const answer = await ask();
        expect(answer).toMatchObject({ answer: 'rejected', ...more });
        expect(answer.words).toMatch(WORDS);
        await lift(portal);
        expect(await ask()).toEqual(before);
      });

      it('and whoever waits there is told', async () => {
        const portal = await open('advisory');
        const { id } = await submit(portal, bad());
        const never = new AbortController().signal;
        const waiting = portal.gate.ask(id, 25, never);
        await new Promise(resolve => setImmediate(resolve));
        await putIn(portal);
        await portal.gate.poll();
        expect((await waiting).answer).toBe('rejected');
      });
    });

    it('is told apart from its neighbours when many are asked for at once', async () => {
      const portal = await open('advisory');
      const good = await submit(portal, release(1));
      const inQuestion = await submit(
        portal,
        bad({ number: 2, component: portal.component }),
      );
      await putIn(portal);
      const views = await portal.store.gateViews(
        [good.id, inQuestion.id],
        portal.time.now,
      );
      expect(
        views
          .map(({ id, quarantined }) => [id === good.id, quarantined?.sha256])
          .sort(),
      ).toEqual([
        [false, BAD],
        [true, undefined],
      ]);
    });

    it('may go once the quarantine has ended', async () => {
      const portal = await open();
      await putIn(portal);
      portal.time.now = new Date('2026-11-23T12:00:00Z');
      expect((await submit(portal, bad())).state).toBe('queued');
    });
  },
);
