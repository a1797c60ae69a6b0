import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { RemoteError } from '@adaptive-delivery/plugin-release-node';
import path from 'node:path';
import { LabClient } from '../backend/LabClient';
import { PortalClient } from '../history/PortalClient';
import { componentRef, LabComponent } from '../releases/components';
import { makeSubmission } from '../releases/makeSubmission';
import { nextVersion } from '../releases/nextVersion';
import { buildArtifact } from './buildArtifact';
import { PushedArtifact, ReleaseLog } from './ReleaseLog';
import { ReleaseProblem } from './ReleaseProblem';
import { badFaults, badStory, goodStories } from './stories';
import { waitForTarget } from './waitForTarget';

export type Push = {
  kind: 'good' | 'bad';
  /** Submit the last bad artifact once more instead of a new one. */
  again: boolean;
  component: LabComponent;
  labFolder: string;
  timeoutMs: number;
};

export type PushDeps = {
  portal: Pick<PortalClient, 'decisions' | 'submit'>;
  world: Pick<LabClient, 'target' | 'registerArtifact'>;
  log: ReleaseLog;
  say: (line: string) => void;
};

async function chooseArtifact(
  push: Push,
  { portal, world, log }: PushDeps,
): Promise<PushedArtifact> {
  const { component, labFolder } = push;
  if (push.again) {
    const last = log.lastBad(component.name);
    if (last) return last;
    throw new ReleaseProblem(
      `There is no bad release of ${component.name} yet; push one first without --again`,
      1,
    );
  }
  const { observation } = await world.target(component.target);
  const earlier = await portal.decisions({
    entityRef: componentRef(component),
  });
  return buildArtifact({
    component,
    version: nextVersion(
      [observation.stable?.version ?? '', ...earlier.map(d => d.version)],
      'minor',
    ),
    folder: path.join(labFolder, 'artifacts'),
  });
}

async function submit(
  push: Push,
  artifact: PushedArtifact,
  { portal, log }: PushDeps,
): Promise<DecisionRecord> {
  const run = await log.nextRun();
  const story =
    push.kind === 'bad' ? badStory : goodStories[run % goodStories.length];
  try {
    return await portal.submit(
      makeSubmission({
        component: push.component,
        story: { ...story, version: artifact.version },
        artifact,
        runNumber: run,
        finishedAt: new Date(),
      }),
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'RemoteError') {
      const { statusCode, message } = error as RemoteError;
      if (statusCode === 409) {
        const reason = message.replace(/^\S+ answered \d+: /, '');
        throw new ReleaseProblem(
          `${push.component.name} ${artifact.version} was refused: ${reason}`,
          3,
        );
      }
    }
    throw error;
  }
}

/**
 * Builds a release of the lab and submits it as a pipeline would, once its
 * target is free.
 *
 * @throws ReleaseProblem when it is refused or something is missing.
 */
export async function pushRelease(
  push: Push,
  deps: PushDeps,
): Promise<DecisionRecord> {
  const { component, kind, again } = push;
  const { portal, world, log, say } = deps;
  await waitForTarget({
    portal,
    entityRef: componentRef(component),
    timeoutMs: push.timeoutMs,
    say,
  });
  const artifact = await chooseArtifact(push, deps);
  say(
    `${again ? 'Taking' : 'Built'} ${artifact.file} (${
      artifact.sizeBytes
    } bytes, sha256 ${artifact.sha256})`,
  );
  if (!again) {
    await world.registerArtifact(artifact.sha256, {
      version: artifact.version,
      component: component.name,
      faults: kind === 'bad' ? badFaults : {},
    });
    if (kind === 'bad') await log.rememberBad(artifact);
  }
  return submit(push, artifact, deps);
}
