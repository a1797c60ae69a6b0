import {
  FreezeWindow,
  RiskInputs,
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
  Who,
  createTestPortal,
} from '../__testUtils__/createTestPortal';
import { digestNumber, sampleSubmission } from '../__testUtils__/samples';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** The portal's time is Friday 20 November 2026, 12:00 UTC: 13:00 in Berlin. */
const friday: FreezeWindow = {
  name: 'weekend',
  why: 'Nobody is there',
  timeZone: 'Europe/Berlin',
  weekly: { from: 'Fri 12:00', until: 'Mon 06:00' },
};
const MONDAY = '2026-11-23T05:00:00.000Z';
const held =
  'Held back by the freeze window weekend until Mon 23 Nov 2026 06:00 Europe/Berlin (2026-11-23T05:00Z): Nobody is there. It goes out when the window ends; somebody with the permission release.decision.override can release it before.';

async function find(portal: TestPortal, id: string, who: Who = 'owner') {
  return (await portal.as(who).get(`/v1/decisions/${id}`)).body;
}
const gateOf = async (portal: TestPortal, id: string) =>
  (await portal.as('pipeline').get(`/v1/decisions/${id}/gate`)).body;
const released = async (portal: TestPortal) =>
  (await portal.messages())
    .map(({ key }) => key)
    .filter(key => key.startsWith('release:'));

const overrideAs = (
  portal: TestPortal,
  who: Who,
  record: { id: string; revision: number },
  body: object = { reason: 'The shop is down' },
) =>
  portal
    .as(who)
    .post(`/v1/decisions/${record.id}/override`)
    .send({ revision: record.revision, ...body });

async function tick(portal: TestPortal, now: string) {
  portal.time.now = new Date(now);
  await portal.heldReleases.run();
}

describe.each(databases.eachSupportedId())('a freeze on %s', databaseId => {
  const open = async (
    mode: 'shadow' | 'advisory' | 'enforced' = 'enforced',
    windows = [friday],
  ) => {
    const portal = await createTestPortal({
      knex: await databases.init(databaseId),
      mode,
    });
    portal.usePolicy({ freezeWindows: windows });
    return portal;
  };

  it('holds a decision back until it ends, then lets it go once', async () => {
    const portal = await open();
    const record = await submit(portal, release(1));
    expect(record).toMatchObject({
      state: 'queued',
      stateReason: held,
      releaseAfter: MONDAY,
      decision: { freeze: { window: 'weekend', until: MONDAY } },
    });
    expect(await gateOf(portal, record.id)).toMatchObject({
      answer: 'hold',
      state: 'queued',
      words: held,
    });

    await tick(portal, '2026-11-23T04:59:59.999Z');
    expect(await released(portal)).toEqual([]);
    await tick(portal, MONDAY);
    await tick(portal, '2026-11-23T06:00:00Z');
    expect(await released(portal)).toEqual([`release:${record.id}`]);
    expect(await gateOf(portal, record.id)).toMatchObject({
      answer: 'proceed',
    });
    expect(await find(portal, record.id)).toMatchObject({
      state: 'queued',
      releaseAfter: null,
      revision: 1,
    });
    await report(portal, record.id, 'started');
    expect((await find(portal, record.id)).state).toBe('releasing');
    const ledger = await portal.knex('ledger').orderBy('seq');
    expect(ledger.map(row => row.kind).slice(0, 2)).toEqual([
      'decision.queued',
      'decision.released',
    ]);
  });

  it('holds an approved one back as well, though it was decided before', async () => {
    const portal = await open('advisory', []);
    const record = await submit(portal, release(1));
    expect(record.decision.freeze).toBeUndefined();
    portal.usePolicy({ freezeWindows: [friday] });
    const approved = await answerAs(portal, 'owner', record);
    expect(approved.body).toMatchObject({
      state: 'queued',
      releaseAfter: MONDAY,
      stateReason: `Approved by user:default/olga: I looked at it · ${held}`,
    });
    expect(await released(portal)).toEqual([]);
    await tick(portal, MONDAY);
    expect(await released(portal)).toEqual([`release:${record.id}`]);
  });

  it('lets two processes look at once, and releases once', async () => {
    const portal = await open();
    await submit(portal, release(1));
    portal.time.now = new Date(MONDAY);
    await Promise.all([portal.heldReleases.run(), portal.heldReleases.run()]);
    expect(await released(portal)).toHaveLength(1);
    const kinds = await portal
      .knex('ledger')
      .where({ kind: 'decision.released' });
    expect(kinds).toHaveLength(1);
  });

  it('says in shadow mode what it would have done', async () => {
    const portal = await open('shadow');
    const { id } = await submit(portal, release(1));
    expect(await gateOf(portal, id)).toMatchObject({
      answer: 'proceed',
      wouldHave: 'hold',
      state: 'decided',
    });
  });

  describe('looks again when it ends', () => {
    it('at another window that is in force by then', async () => {
      const next: FreezeWindow = {
        name: 'inventory',
        why: 'Counting',
        timeZone: 'UTC',
        from: '2026-11-23T04:00',
        until: '2026-11-24T00:00',
      };
      const portal = await open('enforced', [friday, next]);
      const { id } = await submit(portal, release(1));
      await tick(portal, MONDAY);
      expect(await find(portal, id)).toMatchObject({
        releaseAfter: '2026-11-24T00:00:00.000Z',
        stateReason: expect.stringContaining('freeze window inventory until'),
        revision: 1,
      });
      await tick(portal, '2026-11-24T00:00:00Z');
      expect(await released(portal)).toHaveLength(1);
    });

    it('at a policy that ends the window sooner', async () => {
      const portal = await open();
      await submit(portal, release(1));
      await portal.heldReleases.run();
      portal.usePolicy({ freezeWindows: [] });
      await portal.heldReleases.run();
      expect(await released(portal)).toHaveLength(1);
    });

    it('at the gates of a policy that is newer', async () => {
      const portal = await open();
      const { id } = await submit(portal, release(1));
      portal.usePolicy({
        gates: [
          {
            name: 'no-coverage',
            when: [{ feature: 'coverage.lines', missing: true }],
            effect: 'block',
            words: 'Coverage is unknown',
            liftedBy: 'A coverage report',
          },
        ],
      });
      await tick(portal, MONDAY);
      expect(await find(portal, id)).toMatchObject({
        state: 'rejected',
        stateReason: expect.stringMatching(
          /^The policy changed while it waited, to .*: Coverage is unknown\. Submit the build again/,
        ),
      });
      expect(await released(portal)).toEqual([]);
    });

    it('at a quarantine', async () => {
      const portal = await open();
      const { id } = await submit(portal, release(1));
      await portal
        .as('rollout')
        .post('/v1/quarantine')
        .send(quarantine(digestNumber(1), '2026-11-30T00:00:00Z'));
      await tick(portal, MONDAY);
      expect(await find(portal, id)).toMatchObject({
        state: 'rejected',
        stateReason: expect.stringContaining('is quarantined until'),
      });
      expect(await released(portal)).toEqual([]);
    });

    it('and is superseded by a newer build in the meantime', async () => {
      const portal = await open();
      const first = await submit(portal, release(1));
      const second = await submit(portal, release(2));
      expect((await find(portal, first.id)).state).toBe('superseded');
      await tick(portal, MONDAY);
      expect(await released(portal)).toEqual([`release:${second.id}`]);
    });
  });

  describe('override', () => {
    it('releases before the end, with name and reason', async () => {
      const portal = await open();
      const record = await submit(portal, release(1));
      expect((await find(portal, record.id)).may).toMatchObject({
        override: true,
        why: 'You can release it before the freeze window ends.',
      });
      const done = await overrideAs(portal, 'owner', record);
      expect(done.status).toBe(200);
      expect(done.body).toMatchObject({
        state: 'queued',
        releaseAfter: null,
        stateReason:
          'Released by user:default/olga in spite of a freeze: The shop is down',
        decision: {
          freezeOverride: {
            by: 'user:default/olga',
            reason: 'The shop is down',
            held,
          },
        },
      });
      expect(await released(portal)).toEqual([`release:${record.id}`]);
      expect((await gateOf(portal, record.id)).answer).toBe('proceed');
      const [row] = await portal
        .knex('ledger')
        .where({ kind: 'decision.overridden' });
      expect(JSON.parse(row.payload)).toMatchObject({
        override: { by: 'user:default/olga', reason: 'The shop is down' },
      });
      await tick(portal, MONDAY);
      expect(await released(portal)).toHaveLength(1);
    });

    it.each<[string, Who, object, number, RegExp]>([
      [
        'without the permission',
        'viewer',
        {},
        403,
        /release\.decision\.override/,
      ],
      ['by a pipeline', 'pipeline', {}, 403, /signed-in person/],
      ['without a reason', 'owner', { reason: ' ' }, 400, /reason/],
      [
        'of another revision',
        'owner',
        { revision: 7 },
        409,
        /revision 7, now 0/,
      ],
      ['with an unknown key', 'owner', { force: true }, 400, /force/],
    ])('is refused %s', async (_, who, change, status, message) => {
      const portal = await open();
      const record = await submit(portal, release(1));
      const answer = await overrideAs(portal, who, record, {
        reason: 'because',
        ...change,
      });
      expect(answer.status).toBe(status);
      expect(answer.body.error.message).toMatch(message);
      expect(await released(portal)).toEqual([]);
      expect((await find(portal, record.id)).releaseAfter).toBe(MONDAY);
    });

    it('of two at once wins one', async () => {
      const portal = await open();
      const record = await submit(portal, release(1));
      const both = await Promise.all([
        overrideAs(portal, 'owner', record),
        overrideAs(portal, 'sre', record),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await released(portal)).toHaveLength(1);
    });

    it('lifts no quarantine', async () => {
      const portal = await open();
      const record = await submit(portal, release(1));
      await portal
        .as('rollout')
        .post('/v1/quarantine')
        .send(quarantine(digestNumber(1)));
      const answer = await overrideAs(portal, 'owner', record);
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(/is quarantined until/);
      expect(await released(portal)).toEqual([]);
    });

    it('lifts no gate of a newer policy', async () => {
      const portal = await open();
      const record = await submit(portal, release(1));
      portal.usePolicy({
        gates: [
          {
            name: 'no-coverage',
            when: [{ feature: 'coverage.lines', missing: true }],
            effect: 'approvals',
            approvals: ['security'],
            words: 'Coverage is unknown',
            liftedBy: 'A coverage report',
          },
        ],
      });
      const answer = await overrideAs(portal, 'owner', record);
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(
        /needs approval by security: Coverage is unknown/,
      );
    });

    it.each<
      [string, 'shadow' | 'advisory' | 'enforced', Partial<RiskInputs>, RegExp]
    >([
      ['an approval that is outstanding', 'advisory', tested, /needs approval/],
      [
        'a gate that blocks',
        'enforced',
        {
          ...tested,
          vulnerabilities: [{ id: 'CVE-2026-7', severity: 'critical' }],
        },
        /is blocked: Blocked/,
      ],
      ['shadow mode', 'shadow', tested, /it is decided/],
    ])('does not lift %s', async (_, mode, risk, message) => {
      const portal = await open(mode);
      const record = await submit(portal, sampleSubmission({ risk }));
      const answer = await overrideAs(portal, 'owner', record);
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(message);
      expect(await released(portal)).toEqual([]);
    });
  });
});
