import { DecisionSummary } from '@adaptive-delivery/plugin-release-common';
import path from 'node:path';
import { LabClient } from '../backend/LabClient';
import { PortalClient } from '../history/PortalClient';
import { componentRef, LabComponent } from '../releases/components';
import { nextVersion } from '../releases/nextVersion';
import { FaultProfile } from '../targets/faults';
import { buildArtifact } from './buildArtifact';
import { PushedArtifact } from './ReleaseLog';

export type ArtifactDeps = {
  portal: Pick<PortalClient, 'decisions'>;
  world: Pick<LabClient, 'target' | 'registerArtifact'>;
  say: (line: string) => void;
};

/** Its own version, also where it was part of a bundle. */
const versionIn = (ref: string) => (decision: DecisionSummary) =>
  decision.parts?.find(({ component }) => component === ref)?.version ??
  decision.version;

/** Builds the next version of a component and tells the world how it behaves. */
export async function newArtifact(
  component: LabComponent,
  options: { storeFolder: string; faults: FaultProfile },
  { portal, world, say }: ArtifactDeps,
): Promise<PushedArtifact> {
  const ref = componentRef(component);
  const { observation } = await world.target(component.target);
  const earlier = await portal.decisions({ entityRef: ref });
  const artifact = await buildArtifact({
    component,
    version: nextVersion(
      [observation.stable?.version ?? '', ...earlier.map(versionIn(ref))],
      'minor',
    ),
    folder: path.join(options.storeFolder, 'candidates', component.name),
  });
  say(
    `Built ${artifact.file} (${artifact.sizeBytes} bytes, sha256 ${artifact.sha256})`,
  );
  await world.registerArtifact(artifact.sha256, {
    version: artifact.version,
    component: component.name,
    faults: options.faults,
  });
  return artifact;
}
