import { sha256Of } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LabClient } from '../backend/LabClient';
import { componentRef, labComponents } from '../releases/components';
import { makeSubmission } from '../releases/makeSubmission';
import { nextVersion } from '../releases/nextVersion';
import { PortalClient } from './PortalClient';
import { inFlightStory } from './script';
import { persist } from './transient';

const START_TIMEOUT_MS = 20_000;

/**
 * Puts a good release of the kiosk firmware in flight when nothing is, and
 * waits until it has begun. Its bakes are long, so there is something to watch.
 */
export async function putInFlight(
  deps: { portal: PortalClient; world: LabClient; logger: LoggerService },
  signal: AbortSignal,
): Promise<void> {
  const { portal, world, logger } = deps;
  const component = labComponents['kiosk-firmware'];
  await persist(() => portal.signIn(), signal);
  const active = await persist(
    () => portal.rollouts({ active: 'true' }),
    signal,
  );
  if (active.length > 0) return;

  const { observation } = await world.target(component.target);
  const earlier = await persist(
    () => portal.decisions({ entityRef: componentRef(component) }),
    signal,
  );
  const version = nextVersion(
    [observation.stable?.version ?? '', ...earlier.map(d => d.version)],
    'minor',
  );
  const sha256 = sha256Of(randomBytes(32));
  await world.registerArtifact(sha256, {
    version,
    component: component.name,
    faults: {},
  });
  const submission = makeSubmission({
    component,
    story: { ...inFlightStory, version },
    artifact: { sha256, sizeBytes: 2_482_176 },
    runNumber: 500 + earlier.length,
    finishedAt: new Date(),
  });
  const submitted = await persist(() => portal.submit(submission), signal);
  const deadline = Date.now() + START_TIMEOUT_MS;
  const isQueued = async () =>
    (await portal.decision(submitted.id)).state === 'queued';
  while (await persist(isQueued, signal)) {
    if (Date.now() > deadline) {
      logger.warn(
        `${
          component.name
        } ${version} was accepted, but its rollout has not begun after ${
          START_TIMEOUT_MS / 1000
        } s`,
      );
      return;
    }
    await sleep(200, undefined, { signal });
  }
  logger.info(`${component.name} ${version} is in flight`);
}
