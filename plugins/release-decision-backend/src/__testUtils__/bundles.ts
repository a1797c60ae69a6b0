import {
  BundleSubmission,
  DecisionRecord,
  Submission,
} from '@adaptive-delivery/plugin-release-common';
import { Entity } from '@backstage/catalog-model';
import { TestPortal, paymentsEntity } from './createTestPortal';
import { tested } from './calls';
import { COMPONENT, digestNumber, sampleSubmission } from './samples';

export const DRIVER = 'component:default/printer-driver';
export const SYSTEM = 'system:default/print-kiosk';

/** A driver that the SREs own, and the system it makes with the service. */
export const bundleEntities: Entity[] = [
  paymentsEntity,
  {
    ...paymentsEntity,
    metadata: {
      name: 'printer-driver',
      namespace: 'default',
      annotations: {
        'adaptive-delivery.io/target-production': 'lab:printer-driver',
        'adaptive-delivery.io/metric-labels': 'component="printer-driver"',
        'adaptive-delivery.io/analysis-profile': 'windows-driver',
      },
    },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/sre' }],
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name: 'print-kiosk', namespace: 'default' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/division' }],
  },
];

/** A tested, signed driver; the digests of its builds are above 1000. */
export function driverBuild(number: number): Submission {
  const build = sampleSubmission({
    number,
    component: DRIVER,
    version: `3.${number}.0`,
    os: 'windows',
    digest: digestNumber(1000 + number),
    signature: { kind: 'authenticode', verified: true },
    risk: {
      ...tested,
      tests: [{ ...tested.tests[0], os: 'windows' }],
      flags: { kernelDriver: false },
    },
  });
  return renamed(build, `driver-${number}`);
}

function renamed(build: Submission, buildId: string): Submission {
  return {
    ...build,
    buildInfo: { ...build.buildInfo, buildId },
    riskInputs: { ...build.riskInputs, buildId },
  };
}

export const serviceBuild = (number: number): Submission =>
  sampleSubmission({ number, component: COMPONENT, risk: tested });

/** A bundle of these builds, the service's number and the driver's by default. */
export function bundleOf(
  number: number,
  builds: readonly Submission[] = [serviceBuild(number), driverBuild(number)],
  manifest: Partial<BundleSubmission['manifest']> = {},
): BundleSubmission {
  return {
    environment: 'production',
    builds: builds.map(({ buildInfo, riskInputs }) => ({
      buildInfo,
      riskInputs,
    })),
    manifest: {
      schemaVersion: '1.0',
      manifestId: `print-kiosk:${number}`,
      name: `print-kiosk ${number}`,
      component: SYSTEM,
      createdAt: '2026-11-20T11:00:00Z',
      smokePassed: true,
      parts: builds.map(({ buildInfo }) => ({
        component: buildInfo.component,
        buildId: buildInfo.buildId,
        artifacts: buildInfo.artifacts.map(({ name, os, sha256 }) => ({
          name,
          os,
          sha256,
        })),
      })),
      ...manifest,
    },
  };
}

export const sendBundle = (portal: TestPortal, body: unknown) =>
  portal
    .as('pipeline')
    .post('/v1/bundles')
    .send(body as object);

export async function submitBundle(
  portal: TestPortal,
  body: BundleSubmission,
): Promise<DecisionRecord> {
  const answer = await sendBundle(portal, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}
