import { findBrokenLedgerRow } from '@adaptive-delivery/plugin-release-node';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  DRIVER,
  SYSTEM,
  bundleEntities,
  bundleOf,
  driverBuild,
  sendBundle,
  serviceBuild,
  submitBundle,
} from '../__testUtils__/bundles';
import {
  answerAs,
  quarantine,
  report,
  stateOf,
  submit,
} from '../__testUtils__/calls';
import {
  TestPortal,
  createTestPortal,
} from '../__testUtils__/createTestPortal';
import { COMPONENT, digestNumber } from '../__testUtils__/samples';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('bundles on %s', databaseId => {
  const open = async (
    mode: 'shadow' | 'advisory' | 'enforced' = 'advisory',
    entities = bundleEntities,
  ) =>
    createTestPortal({
      knex: await databases.init(databaseId),
      mode,
      entities,
    });

  const found = async (portal: TestPortal, query: string) =>
    (await portal.as('owner').get(`/v1/decisions?${query}`)).body.items.map(
      (item: { id: string }) => item.id,
    );

  const ROLLOUTS = [
    '5b1f9a34-0c5e-4a9e-9d2c-6a7d1f0e1b01',
    '5b1f9a34-0c5e-4a9e-9d2c-6a7d1f0e1b02',
  ];
  const reportOf = (
    portal: TestPortal,
    id: string,
    n: number,
    kind: 'promoted' | 'rolledBack',
  ) =>
    report(portal, id, kind, {
      key: `${id}:${n}:${kind}`,
      rolloutId: ROLLOUTS[n],
    });

  describe('a bundle', () => {
    it('is one decision with a plan per part, told to act and learn', async () => {
      const portal = await open('enforced');
      const record = await submitBundle(portal, bundleOf(1));
      expect(record).toMatchObject({
        entityRef: SYSTEM,
        version: 'print-kiosk:1',
        buildId: 'print-kiosk:1',
        parts: [
          { component: COMPONENT, version: '2.1.0' },
          { component: DRIVER, version: '3.1.0' },
        ],
        bundle: { manifest: { name: 'print-kiosk 1' } },
        buildInfo: { component: COMPONENT },
      });
      expect(
        record.decision.plan.map(plan => [
          plan.component,
          plan.target,
          plan.os,
          plan.analysis.name,
          plan.metricLabels,
        ]),
      ).toEqual([
        [
          COMPONENT,
          'lab:payments-service',
          'linux',
          'http-service',
          { component: 'payments-service' },
        ],
        [
          DRIVER,
          'lab:printer-driver',
          'windows',
          'windows-driver',
          { component: 'printer-driver' },
        ],
      ]);
      expect(
        record.decision.factors.reduce((a, f) => a + f.contribution, 0),
      ).toBe(record.riskScore);
      expect(await portal.messages()).toContainEqual({
        key: `example:${record.id}:opened`,
        body: { decision: record.decision, outcome: null },
      });
      expect(await findBrokenLedgerRow(portal.knex)).toBeNull();
      const told = portal.signals.publish.mock.calls.map(
        ([{ message }]) => message.entityRef,
      );
      expect(new Set(told)).toEqual(new Set([SYSTEM, COMPONENT, DRIVER]));
    });

    it('is found under each part and under the whole, in pages, and by each commit', async () => {
      const portal = await open();
      const ids: string[] = [];
      for (const number of [1, 2, 3]) {
        ids.unshift((await submitBundle(portal, bundleOf(number))).id);
      }
      const alone = (await submit(portal, driverBuild(9))).id;
      const { repo, commit } = driverBuild(1).buildInfo;
      const about = await portal.store.findByCommit(
        { repoUrl: `${repo.url}.git`, commit },
        10,
      );
      expect(about.map(({ id }) => id)).toEqual([alone, ...ids]);
      expect(await found(portal, `entityRef=${SYSTEM}`)).toEqual(ids);
      expect(await found(portal, `entityRef=${COMPONENT}`)).toEqual(ids);
      expect(
        await found(portal, `entityRef=${DRIVER}&environment=production`),
      ).toEqual([alone, ...ids]);
      expect(
        await found(portal, `entityRef=${DRIVER}&environment=staging`),
      ).toEqual([]);
      expect(
        await found(portal, `entityRef=${DRIVER}&state=awaitingApproval`),
      ).toEqual([alone]);
      expect(await found(portal, 'limit=50')).toEqual([alone, ...ids]);
      const page = await portal
        .as('owner')
        .get(`/v1/decisions?entityRef=${DRIVER}&limit=2`);
      expect(page.body.items).toHaveLength(2);
      expect(
        await found(
          portal,
          `entityRef=${DRIVER}&limit=2&cursor=${page.body.nextCursor}`,
        ),
      ).toEqual(ids.slice(1));
    });

    it('gives the same decision when it is sent again, even at the same time', async () => {
      const portal = await open();
      const answers = await Promise.all(
        [1, 2, 3].map(() => sendBundle(portal, bundleOf(1))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([
        200, 200, 201,
      ]);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    });

    it('refuses other content under the same manifest, and says where', async () => {
      const portal = await open();
      await submitBundle(portal, bundleOf(1));
      const answer = await sendBundle(
        portal,
        bundleOf(1, undefined, { smokePassed: false }),
      );
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(
        /Manifest print-kiosk:1 .* manifest\.smokePassed differs/,
      );
      const elsewhere = await sendBundle(portal, {
        ...bundleOf(1),
        environment: 'staging',
      });
      expect(elsewhere.body.error.message).toMatch(/not released into staging/);
    });

    it('takes each part from its own past', async () => {
      const portal = await open('enforced');
      const first = await submitBundle(portal, bundleOf(1));
      await reportOf(portal, first.id, 0, 'promoted');
      await reportOf(portal, first.id, 1, 'rolledBack');
      expect(await stateOf(portal, first.id)).toBe('rolledBack');
      const next = await submit(portal, driverBuild(2));
      expect(
        next.decision.factors.find(
          ({ feature }) => feature === 'history.recentFailureRate',
        ),
      ).toMatchObject({ value: 1 });
    });

    it('is promoted once every part is', async () => {
      const portal = await open('enforced');
      const { id } = await submitBundle(portal, bundleOf(1));
      await reportOf(portal, id, 0, 'promoted');
      expect(await stateOf(portal, id)).toBe('releasing');
      await reportOf(portal, id, 1, 'promoted');
      expect(await stateOf(portal, id)).toBe('promoted');
    });

    it('with a failed smoke test is blocked and takes nothing away', async () => {
      const portal = await open();
      const waiting = await submit(portal, driverBuild(7));
      const record = await submitBundle(
        portal,
        bundleOf(1, undefined, { smokePassed: false }),
      );
      expect(record).toMatchObject({
        state: 'blocked',
        stateReason: expect.stringContaining(
          'The smoke test of print-kiosk 1 failed',
        ),
      });
      expect(await stateOf(portal, waiting.id)).toBe('awaitingApproval');
    });

    it('is refused whole for one quarantined digest', async () => {
      const portal = await open();
      await portal
        .as('rollout')
        .post('/v1/quarantine')
        .send(quarantine(digestNumber(1001)));
      const answer = await sendBundle(portal, bundleOf(1));
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(
        new RegExp(`${digestNumber(1001)}\\) is quarantined until`),
      );
      expect(await portal.knex('decisions')).toHaveLength(0);
    });
  });

  describe('approvals', () => {
    it('are asked of the owner of each part, and one does not answer for another', async () => {
      const portal = await open('advisory');
      const record = await submitBundle(portal, bundleOf(1));
      const owners = record.decision.approvals.required.filter(
        ({ role }) => role === 'owner',
      );
      expect(owners.map(({ component }) => component)).toEqual([
        COMPONENT,
        DRIVER,
      ]);
      expect(record.stateReason).toContain(
        `the owner of ${COMPONENT} and the owner of ${DRIVER}`,
      );

      const byOwner = await answerAs(portal, 'owner', record);
      expect(byOwner.body).toMatchObject({
        state: 'awaitingApproval',
        stateReason: expect.stringContaining(`the owner of ${DRIVER}`),
        givenRoles: [],
        may: { approve: false },
      });
      expect(byOwner.body.decision.approvals.given).toMatchObject([
        { role: 'owner', component: COMPONENT, by: 'user:default/olga' },
      ]);
      const again = await answerAs(portal, 'owner', byOwner.body);
      expect(again.status).toBe(403);

      const bySre = await answerAs(portal, 'sre', byOwner.body);
      expect(bySre.body).toMatchObject({
        state: 'queued',
        givenRoles: ['owner'],
      });
      expect(await findBrokenLedgerRow(portal.knex)).toBeNull();
    });

    it('of somebody who owns every part are given at once', async () => {
      const portal = await open('advisory');
      const record = await submitBundle(portal, bundleOf(1));
      const answer = await answerAs(portal, 'both', record);
      expect(answer.body.state).toBe('queued');
      expect(answer.body.decision.approvals.given).toHaveLength(2);
    });

    it('are not given by a stranger or by an author of any part', async () => {
      const portal = await open('advisory');
      const record = await submitBundle(portal, bundleOf(1));
      expect((await answerAs(portal, 'stranger', record)).status).toBe(403);
      const author = await answerAs(portal, 'author', record);
      expect(author.status).toBe(403);
      expect(author.body.error.message).toMatch(/wrote/);
    });

    it('of which one rejects end it all', async () => {
      const portal = await open('advisory');
      const record = await submitBundle(portal, bundleOf(1));
      const answer = await answerAs(portal, 'owner', record, 'reject');
      expect(answer.body.state).toBe('rejected');
    });

    it('are told to every owner', async () => {
      const portal = await open('advisory');
      await submitBundle(portal, bundleOf(1));
      await portal.notices.run();
      const [[{ recipients, payload }]] = portal.notifications.send.mock.calls;
      expect(recipients.entityRef.sort()).toEqual([
        'group:default/payments',
        'group:default/sre',
      ]);
      expect(payload.title).toBe(
        `${SYSTEM} print-kiosk:1 waits for your approval`,
      );
    });
  });

  describe('a build that comes again in another shape', () => {
    it('waits alone: the bundle takes its place', async () => {
      const portal = await open('advisory');
      const alone = await submit(portal, driverBuild(1));
      const bundle = await submitBundle(portal, bundleOf(1));
      expect(await stateOf(portal, alone.id)).toBe('superseded');
      expect(bundle.state).toBe('awaitingApproval');
    });

    it('waits in a bundle: a newer bundle or a newer build of a part takes its place', async () => {
      const portal = await open('advisory');
      const first = await submitBundle(portal, bundleOf(1));
      const second = await submitBundle(
        portal,
        bundleOf(2, [serviceBuild(1), driverBuild(2)]),
      );
      expect(await stateOf(portal, first.id)).toBe('superseded');
      const alone = await submit(portal, serviceBuild(3));
      expect(await stateOf(portal, second.id)).toBe('superseded');
      expect(alone.state).toBe('awaitingApproval');
    });

    it('waits in a bundle: it does not come alone as well', async () => {
      const portal = await open('advisory');
      const bundle = await submitBundle(portal, bundleOf(1));
      const answer = await portal
        .as('pipeline')
        .post('/v1/candidates')
        .send(driverBuild(1));
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(
        new RegExp(
          `Build driver-1 of ${DRIVER} is part of print-kiosk 1 \\(decision ${bundle.id}, awaitingApproval`,
        ),
      );
      expect(await stateOf(portal, bundle.id)).toBe('awaitingApproval');
    });

    it('is on its way alone: the bundle is refused', async () => {
      const portal = await open('enforced');
      const alone = await submit(portal, serviceBuild(1));
      expect(alone.state).toBe('queued');
      const answer = await sendBundle(portal, bundleOf(1));
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(
        /is on its way already, by itself .* Wait until that has ended/,
      );
      await report(portal, alone.id, 'promoted');
      const later = await sendBundle(portal, bundleOf(1));
      expect(later.body.error.message).toMatch(
        /runs there already, released by itself .* Leave it out of the manifest/,
      );
      expect(await portal.knex('decisions')).toHaveLength(1);
    });

    it('was taken back in a bundle: it may come in another one', async () => {
      const portal = await open('enforced');
      const first = await submitBundle(portal, bundleOf(1));
      await reportOf(portal, first.id, 1, 'rolledBack');
      const second = await sendBundle(
        portal,
        bundleOf(2, [serviceBuild(1), driverBuild(2)]),
      );
      expect(second.status).toBe(201);
    });

    it('in shadow mode nothing is in the way of anything', async () => {
      const portal = await open('shadow');
      await submit(portal, driverBuild(1));
      const bundle = await submitBundle(portal, bundleOf(1));
      expect(bundle.state).toBe('decided');
      const alone = await portal
        .as('pipeline')
        .post('/v1/candidates')
        .send(serviceBuild(1));
      expect(alone.status).toBe(201);
    });
  });

  it('bundles and builds that share components never wait for each other for ever', async () => {
    const portal = await open('advisory');
    const work = Array.from({ length: 24 }, (_, index) => {
      const number = index + 1;
      const builds = [serviceBuild(number), driverBuild(number)];
      switch (index % 4) {
        case 0:
          return sendBundle(portal, bundleOf(number, builds));
        case 1:
          return sendBundle(portal, bundleOf(number, [...builds].reverse()));
        case 2:
          return portal.as('pipeline').post('/v1/candidates').send(builds[0]);
        default:
          return portal.as('pipeline').post('/v1/candidates').send(builds[1]);
      }
    });
    const answers = await Promise.all(work);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    for (const component of [COMPONENT, DRIVER]) {
      const waiting = await found(
        portal,
        `entityRef=${component}&state=awaitingApproval`,
      );
      expect(waiting.length).toBeLessThanOrEqual(1);
    }
    expect(await findBrokenLedgerRow(portal.knex)).toBeNull();
  });

  describe('refuses', () => {
    const [payments, driver, system] = bundleEntities;
    const without = (name: string) => ({
      ...driver,
      metadata: {
        ...driver.metadata,
        annotations: Object.fromEntries(
          Object.entries(driver.metadata.annotations ?? {}).filter(
            ([key]) => !key.includes(name),
          ),
        ),
      },
    });
    const onTheSameTarget = {
      ...driver,
      metadata: {
        ...driver.metadata,
        annotations: {
          ...driver.metadata.annotations,
          'adaptive-delivery.io/target-production': 'lab:payments-service',
        },
      },
    };

    it.each([
      [
        'a part that the catalog does not hold',
        [payments, system],
        404,
        /printer-driver is not in the catalog/,
      ],
      [
        'a system that the catalog does not hold',
        [payments, driver],
        404,
        /system:default\/print-kiosk is not in the catalog/,
      ],
      [
        'a part without a target',
        [payments, without('target'), system],
        400,
        /printer-driver lacks the annotation adaptive-delivery\.io\/target-production/,
      ],
      [
        'two parts on one target',
        [payments, onTheSameTarget, system],
        400,
        /payments-service and component:default\/printer-driver are both released onto lab:payments-service in production/,
      ],
    ])('%s', async (_, entities, status, words) => {
      const portal = await open('advisory', entities);
      const answer = await sendBundle(portal, bundleOf(1));
      expect(answer.status).toBe(status);
      expect(answer.body.error.message).toMatch(words);
      expect(await portal.knex('candidates')).toHaveLength(0);
    });

    it('a body that breaks the contract, with the path of each fault', async () => {
      const portal = await open();
      const bundle = bundleOf(1);
      bundle.manifest.parts[1].artifacts[0].sha256 = 'f'.repeat(64);
      const answer = await sendBundle(portal, { ...bundle, force: true });
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toMatch(/force: unknown key/);
      const mismatch = await sendBundle(portal, bundle);
      expect(mismatch.status).toBe(400);
      expect(mismatch.body.error.message).toMatch(
        /manifest\.parts\[1\]\.artifacts\[0\]\.sha256: is f{64}, but builds\[1\]/,
      );
      expect(await portal.knex('candidates')).toHaveLength(0);
    });

    it.each(['owner', 'readOnlyPipeline', 'unrestricted'] as const)(
      'a submission by %s',
      async who => {
        const portal = await open();
        const answer = await portal
          .as(who)
          .post('/v1/bundles')
          .send(bundleOf(1));
        expect(answer.status).toBe(403);
      },
    );
  });
});
