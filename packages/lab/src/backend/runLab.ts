import { PluginClient } from '@adaptive-delivery/plugin-release-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { HistoryMarker } from '../history/HistoryMarker';
import { putInFlight } from '../history/putInFlight';
import { makePast, PastDeps } from '../history/makePast';
import { script } from '../history/script';
import { persist } from '../history/transient';
import { waitForPortal } from '../history/waitForPortal';

const WORLD_TIMEOUT_MS = 60_000;

export type LabDeps = PastDeps & {
  client: PluginClient;
  marker: HistoryMarker;
  /** When the past begins. */
  pastStart: Date;
};

/** The world starts beside the portal and may be a little later. */
async function enterHistory({ world }: LabDeps, signal: AbortSignal) {
  const deadline = Date.now() + WORLD_TIMEOUT_MS;
  for (;;) {
    try {
      await world.setMode('history');
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(500, undefined, { signal });
  }
}

async function firstStart(deps: LabDeps, signal: AbortSignal) {
  const { clock, marker, portal, progress, world } = deps;
  await marker.write('making');
  await enterHistory(deps, signal);
  progress.update({ words: 'The lab waits for the catalog.' });
  await waitForPortal(deps.client, signal);
  await persist(() => portal.signIn(), signal);
  await makePast(script, deps.pastStart, deps, signal);
  await world.setMode('live');
  clock.goLive();
  progress.update({ words: 'Putting a release in flight' });
  await putInFlight(deps, signal);
  await marker.write('made');
}

/**
 * The lab's work in the portal: at the first start the past, at every start a
 * release in flight. Ends when it is done or aborted; a failure is told by the
 * progress and the log.
 */
export async function runLab(deps: LabDeps, signal: AbortSignal) {
  const { clock, progress, logger } = deps;
  const isFirstStart = !clock.isLive;
  const began = Date.now();
  try {
    if (isFirstStart) {
      await firstStart(deps, signal);
      const seconds = Math.round((Date.now() - began) / 1000);
      logger.info(`The past of the lab was made in ${seconds} s`);
      progress.update({ state: 'made', words: 'The lab is live.' });
    } else {
      await waitForPortal(deps.client, signal);
      await putInFlight(deps, signal);
    }
  } catch (error) {
    if (signal.aborted) return;
    const words = error instanceof Error ? error.message : String(error);
    if (isFirstStart) {
      progress.update({ state: 'failed', words });
      logger.error(words, error instanceof Error ? error : undefined);
    } else {
      logger.warn(`The lab could not put a release in flight: ${words}`);
    }
  }
}
