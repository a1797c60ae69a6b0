import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { LabClient } from '../backend/LabClient';
import { PortalClient } from '../history/PortalClient';
import { componentRef, LabComponent } from '../releases/components';
import { makeSubmission } from '../releases/makeSubmission';
import { newArtifact } from './newArtifact';
import { PushedArtifact, ReleaseLog } from './ReleaseLog';
import { ReleaseProblem } from './ReleaseProblem';
import { badFaults, badStory, goodStories } from './stories';
import { waitForTarget } from './waitForTarget';
import { whenRefused } from './whenRefused';

export type Push = {
  kind: 'good' | 'bad';
  /** Submit the last bad artifact once more instead of a new one. */
  again: boolean;
  component: LabComponent;
  /** Folder of the portal's artifact store, which takes what is built. */
  storeFolder: string;
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
  { portal, world, log, say }: PushDeps,
): Promise<PushedArtifact> {
  const { component, storeFolder } = push;
  if (push.again) {
    const last = log.lastBad(component.name);
    if (last) {
      say(
        `Taking ${last.file} (${last.sizeBytes} bytes, sha256 ${last.sha256})`,
      );
      return last;
    }
    throw new ReleaseProblem(
      `There is no bad release of ${component.name} yet; push one first without --again`,
      1,
    );
  }
  const artifact = await newArtifact(
    component,
    { storeFolder, faults: push.kind === 'bad' ? badFaults : {} },
    { portal, world, say },
  );
  if (push.kind === 'bad') await log.rememberBad(artifact);
  return artifact;
}

async function submit(
  push: Push,
  artifact: PushedArtifact,
  { portal, log }: PushDeps,
): Promise<DecisionRecord> {
  const run = await log.nextRun();
  const story =
    push.kind === 'bad' ? badStory : goodStories[run % goodStories.length];
  const name = `${push.component.name} ${artifact.version}`;
  return whenRefused(name, () =>
    portal.submit(
      makeSubmission({
        component: push.component,
        story: { ...story, version: artifact.version },
        artifact,
        runNumber: run,
        finishedAt: new Date(),
      }),
    ),
  );
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
  const { component } = push;
  const { portal, say } = deps;
  await waitForTarget({
    portal,
    entityRef: componentRef(component),
    timeoutMs: push.timeoutMs,
    say,
  });
  const artifact = await chooseArtifact(push, deps);
  return submit(push, artifact, deps);
}
