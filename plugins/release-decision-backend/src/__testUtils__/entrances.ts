import {
  FreezeWindow,
  Submission,
  submission,
} from '@adaptive-delivery/plugin-release-common';
import { Entrance } from '@adaptive-delivery/plugin-release-node/testUtils';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleEntities, bundleOf, driverBuild } from './bundles';
import { answerAs, quarantine, release, submit } from './calls';
import { TestPortal, Who, createTestPortal } from './createTestPortal';
import { COMPONENT, digestNumber } from './samples';

/** After everything that the examples tell of. */
export const NOW = new Date('2026-11-23T15:30:00Z');

const EXAMPLES = path.resolve(__dirname, '../../../../contracts/examples');
const example = (name: string) =>
  JSON.parse(readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8'));

/** The example build, which has every optional part, as the nth of its kind. */
export function fullBuild(number: number): Submission {
  const buildInfo = example('build-info');
  const riskInputs = example('risk-inputs');
  const buildId = `full-${number}`;
  const [artifact] = buildInfo.artifacts;
  return submission.parse({
    environment: 'production',
    buildInfo: {
      ...buildInfo,
      buildId,
      component: COMPONENT,
      artifacts: [{ ...artifact, sha256: digestNumber(5000 + number) }],
      commits: buildInfo.commits.slice(0, 1),
    },
    riskInputs: { ...riskInputs, buildId, component: COMPONENT },
  });
}

/** A portal for bad input: several systems, and everything has to be approved. */
export async function createHostilePortal(knex: TestPortal['knex']) {
  const portal = await createTestPortal({
    knex,
    mode: 'advisory',
    entities: bundleEntities,
  });
  portal.time.now = NOW;
  return portal;
}

/** A place that takes a body, and a body that it takes. */
export type Route = {
  name: string;
  who: Who;
  method: 'POST' | 'DELETE';
  /** Makes ready what the body is about, anew for every number. */
  prepare: (
    portal: TestPortal,
    number: number,
  ) => Promise<{ path: string; valid: object }>;
};

const AT = '2026-11-23T15:20:00Z';

const weekdays: FreezeWindow = {
  name: 'weekdays',
  why: 'Somebody is there',
  timeZone: 'Europe/Berlin',
  weekly: { from: 'Mon 00:00', until: 'Sat 06:00' },
};

/** Every route of this backend that takes a body. */
export const routes: Route[] = [
  {
    name: 'a candidate',
    who: 'pipeline',
    method: 'POST',
    prepare: async (_portal, number) => ({
      path: '/v1/candidates',
      valid: fullBuild(number),
    }),
  },
  {
    name: 'a bundle',
    who: 'pipeline',
    method: 'POST',
    prepare: async (_portal, number) => ({
      path: '/v1/bundles',
      valid: bundleOf(number, [fullBuild(number), driverBuild(number)], {
        version: '1.0',
      }),
    }),
  },
  {
    name: 'an answer',
    who: 'owner',
    method: 'POST',
    prepare: async (portal, number) => {
      const { id, revision } = await submit(portal, release(number));
      return {
        path: `/v1/decisions/${id}/approvals`,
        valid: {
          decision: 'approve',
          reason: 'I looked at it',
          revision,
          role: 'owner',
        },
      };
    },
  },
  {
    name: 'an override of a freeze',
    who: 'owner',
    method: 'POST',
    prepare: async (portal, number) => {
      const record = await submit(portal, release(number));
      portal.usePolicy({ freezeWindows: [weekdays] });
      const { body } = await answerAs(portal, 'owner', record);
      portal.usePolicy({ freezeWindows: [] });
      return {
        path: `/v1/decisions/${record.id}/override`,
        valid: { reason: 'It cannot wait', revision: body.revision },
      };
    },
  },
  {
    name: 'an outcome',
    who: 'pipeline',
    method: 'POST',
    prepare: async (portal, number) => {
      portal.usePolicy({ enforcement: { default: 'shadow', rules: [] } });
      const { id } = await submit(portal, release(number));
      return {
        path: `/v1/decisions/${id}/outcomes`,
        valid: { outcome: 'promoted', words: 'It went out.', at: AT },
      };
    },
  },
  {
    name: 'a report of a rollout',
    who: 'rollout',
    method: 'POST',
    prepare: async (portal, number) => {
      const record = await submit(portal, release(number));
      await answerAs(portal, 'owner', record);
      return {
        path: `/v1/decisions/${record.id}/rollout-reports`,
        valid: {
          key: `report-${number}`,
          rolloutId: '5b1d7f0e-2c44-4b1f-8f6a-1f0a9f1c2140',
          kind: 'started',
          words: 'It started.',
          at: AT,
        },
      };
    },
  },
  {
    name: 'a quarantine',
    who: 'owner',
    method: 'POST',
    prepare: async (_portal, number) => ({
      path: '/v1/quarantine',
      valid: {
        ...quarantine(digestNumber(9000 + number), '2026-11-30T12:00:00Z'),
        key: `quarantine-${number}`,
        since: AT,
      },
    }),
  },
  {
    name: 'the end of a quarantine',
    who: 'owner',
    method: 'DELETE',
    prepare: async (portal, number) => {
      const digest = digestNumber(9000 + number);
      await portal
        .as('rollout')
        .post('/v1/quarantine')
        .send(quarantine(digest, '2026-11-30T12:00:00Z'));
      return {
        path: `/v1/quarantine/${digest}`,
        valid: { reason: 'It was something else' },
      };
    },
  },
];

export const entranceOf = (
  portal: TestPortal,
  port: number,
  route: Pick<Route, 'who' | 'method'>,
  at: string,
): Entrance => ({
  knex: portal.knex,
  port,
  method: route.method,
  path: at,
  headers: { Authorization: `Bearer ${route.who}` },
});
