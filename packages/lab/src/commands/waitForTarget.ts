import { DecisionSummary } from '@adaptive-delivery/plugin-release-common';
import { setTimeout as sleep } from 'node:timers/promises';
import { PortalClient } from '../history/PortalClient';
import { ReleaseProblem } from './ReleaseProblem';

const POLL_MS = 2_000;
const SAY_EVERY_MS = 15_000;

const busyStates: ReadonlyArray<DecisionSummary['state']> = [
  'queued',
  'releasing',
  'frozen',
];

/**
 * Waits until no release of the component is on its way.
 *
 * @throws ReleaseProblem when the time is up.
 */
export async function waitForTarget(options: {
  portal: Pick<PortalClient, 'decisions'>;
  entityRef: string;
  timeoutMs: number;
  say: (line: string) => void;
}): Promise<void> {
  const { portal, entityRef, timeoutMs, say } = options;
  const began = Date.now();
  let saidAt = -Infinity;
  for (;;) {
    const decisions = await portal.decisions({
      entityRef,
      environment: 'production',
    });
    const busy = decisions.find(({ state }) => busyStates.includes(state));
    if (!busy) return;
    const now = Date.now();
    const words = `${busy.version} is ${busy.state}: ${busy.stateReason}`;
    if (now - began > timeoutMs) {
      throw new ReleaseProblem(
        `The target is still taken after ${Math.round(
          timeoutMs / 1000,
        )} s; ${words}`,
        1,
      );
    }
    if (now - saidAt > SAY_EVERY_MS) {
      say(`Waiting until the target is free; ${words}`);
      saidAt = now;
    }
    await sleep(POLL_MS);
  }
}
