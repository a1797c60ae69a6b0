import {
  DecisionRecord,
  SCHEMA_VERSION,
  Submission,
} from '@adaptive-delivery/plugin-release-common';
import { PortalClient } from '../history/PortalClient';
import { componentRef, labComponents } from '../releases/components';
import { makeSubmission } from '../releases/makeSubmission';
import { ArtifactDeps, newArtifact } from './newArtifact';
import { ReleaseLog } from './ReleaseLog';
import { bundleStories } from './stories';
import { waitForTarget } from './waitForTarget';
import { whenRefused } from './whenRefused';

export type BundleDeps = ArtifactDeps & {
  portal: Pick<PortalClient, 'decisions' | 'submitBundle'>;
  log: ReleaseLog;
};

/** What the parts of the bundle make together. */
export const BUNDLE_SYSTEM = 'system:default/print-kiosk';

/**
 * Builds a driver and a firmware that need each other and submits them as one
 * release, as an integration job would, once both targets are free.
 *
 * @throws ReleaseProblem when it is refused or something is missing.
 */
export async function pushBundle(
  push: { storeFolder: string; timeoutMs: number },
  deps: BundleDeps,
): Promise<DecisionRecord> {
  const { portal, log, say } = deps;
  const parts = bundleStories.map(({ component, story }) => ({
    component: labComponents[component],
    story,
  }));
  for (const { component } of parts) {
    const entityRef = componentRef(component);
    await waitForTarget({ portal, entityRef, timeoutMs: push.timeoutMs, say });
  }
  const run = await log.nextRun();
  const finishedAt = new Date();
  const builds: Submission[] = [];
  for (const { component, story } of parts) {
    const artifact = await newArtifact(
      component,
      { storeFolder: push.storeFolder, faults: {} },
      deps,
    );
    builds.push(
      makeSubmission({
        component,
        story: { ...story, version: artifact.version },
        artifact,
        runNumber: run,
        finishedAt,
      }),
    );
  }
  const version = `${finishedAt.getUTCFullYear()}.${run}`;
  const name = `print-kiosk ${version}`;
  return whenRefused(name, () =>
    portal.submitBundle({
      environment: 'production',
      builds: builds.map(({ buildInfo, riskInputs }) => ({
        buildInfo,
        riskInputs,
      })),
      manifest: {
        schemaVersion: SCHEMA_VERSION,
        manifestId: `print-kiosk:${version}`,
        name,
        version,
        component: BUNDLE_SYSTEM,
        createdAt: finishedAt.toISOString(),
        smokePassed: true,
        parts: builds.map(({ buildInfo }) => ({
          component: buildInfo.component,
          buildId: buildInfo.buildId,
          artifacts: buildInfo.artifacts.map(item => ({
            name: item.name,
            os: item.os,
            sha256: item.sha256,
          })),
        })),
      },
    }),
  );
}

/** What is said of an accepted bundle, line by line. */
export function tellBundle(
  record: DecisionRecord,
  portalUrl: string,
): string[] {
  const { candidate, plan } = record.decision;
  return [
    `${candidate.manifest?.name} was accepted: risk ${record.riskScore} ${record.band}, ${record.enforcement}.`,
    ...(record.parts ?? []).map(({ component, version }) => {
      const name = component.split('/')[1];
      const own = plan.filter(item => item.component === component);
      const how = own.map(
        ({ strategy, target }) => `${strategy} onto ${target}`,
      );
      return `  ${name} ${version}: ${how.join(', ') || 'nowhere'}`;
    }),
    record.stateReason,
    ...(record.parts ?? []).map(
      ({ component }) =>
        `${portalUrl}/catalog/default/component/${
          component.split('/')[1]
        }/releases`,
    ),
  ];
}
