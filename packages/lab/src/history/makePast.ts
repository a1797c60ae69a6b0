import { sha256Of } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { LabClient } from '../backend/LabClient';
import { LabClock } from '../backend/LabClock';
import { LabProgress } from '../backend/LabProgress';
import { labComponents } from '../releases/components';
import { makeSubmission } from '../releases/makeSubmission';
import { followRelease } from './followRelease';
import { PortalClient } from './PortalClient';
import { ScriptedRelease } from './script';
import { persist } from './transient';

const HOUR_MS = 60 * 60 * 1000;

/** Domain seconds per real second: the longer the bakes, the faster. */
export const paces: Record<ScriptedRelease['component'], number> = {
  'payments-service': 60,
  'printer-driver': 150,
  'kiosk-firmware': 600,
};

export type PastDeps = {
  portal: PortalClient;
  world: LabClient;
  clock: LabClock;
  progress: LabProgress;
  logger: LoggerService;
};

async function makeRelease(
  release: ScriptedRelease,
  runNumber: number,
  deps: PastDeps,
  signal: AbortSignal,
) {
  const { portal, world, clock, logger } = deps;
  const { story } = release;
  const component = labComponents[release.component];
  const content = `${component.name} ${story.version} of the lab's past`;
  const artifact = {
    sha256: sha256Of(content),
    sizeBytes: 2_400_000 + runNumber * 1_117,
  };
  await world.registerArtifact(artifact.sha256, {
    version: story.version,
    component: component.name,
    faults: release.faults ?? {},
  });
  const submission = makeSubmission({
    component,
    story,
    artifact,
    runNumber,
    finishedAt: new Date(clock.now().getTime() - 90_000),
  });
  // The same submission twice is one candidate.
  const submitted = await persist(() => portal.submit(submission), signal);
  const ended = await followRelease(submitted.id, {
    portal,
    clock,
    release,
    signal,
  });
  const words = `${component.name} ${story.version} ended ${ended.state}: ${ended.stateReason}`;
  if (ended.state === release.ends) logger.info(words);
  else logger.warn(`${words} The lab's script expected ${release.ends}.`);
}

/**
 * Runs the scripted releases through the portal's own loop, one after the
 * other, under the fast clock.
 *
 * @param start - when the past begins, in domain time
 * @throws Error naming the release at which it failed.
 */
export async function makePast(
  script: readonly ScriptedRelease[],
  start: Date,
  deps: PastDeps,
  signal: AbortSignal,
): Promise<void> {
  const { clock, progress } = deps;
  for (const [index, release] of script.entries()) {
    const name = `${release.component} ${release.story.version}`;
    progress.update({
      done: index,
      total: script.length,
      words: `Making the past: ${name} (${index + 1} of ${script.length})`,
    });
    clock.jumpTo(new Date(start.getTime() + release.atHour * HOUR_MS));
    clock.setPace(paces[release.component]);
    try {
      await makeRelease(release, 400 + index * 3, deps, signal);
    } catch (error) {
      throw new Error(
        `The lab's past failed at ${name}: ${
          error instanceof Error ? error.message : error
        }`,
        { cause: error },
      );
    }
  }
  progress.update({ done: script.length });
}
