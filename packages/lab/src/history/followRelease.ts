import {
  DecisionRecord,
  isFinalDecisionState,
} from '@adaptive-delivery/plugin-release-common';
import { LabClock } from '../backend/LabClock';
import { setTimeout as sleep } from 'node:timers/promises';
import { PortalClient } from './PortalClient';
import { ScriptedRelease } from './script';
import { isTransient, persist } from './transient';

const POLL_MS = 60;
/** Real time that one release of the past may take on a busy machine. */
const RELEASE_TIMEOUT_MS = 240_000;
const MAX_APPROVALS = 5;

function minutesLater(clock: LabClock, minutes: number): Date {
  return new Date(clock.now().getTime() + minutes * 60_000);
}

type Follow = {
  portal: Pick<
    PortalClient,
    'decision' | 'answerApproval' | 'rollouts' | 'control'
  >;
  clock: LabClock;
  release: ScriptedRelease;
  signal: AbortSignal;
};

async function answerApproval(decision: DecisionRecord, follow: Follow) {
  const { approval } = follow.release;
  if (!approval) return;
  follow.clock.jumpTo(minutesLater(follow.clock, approval.afterMinutes));
  await follow.portal.answerApproval(decision.id, {
    decision: approval.decision,
    reason: approval.reason,
    revision: decision.revision,
  });
}

async function answerPause(decision: DecisionRecord, follow: Follow) {
  const { portal, release, clock } = follow;
  const rollouts = await portal.rollouts({ decisionId: decision.id });
  const paused = rollouts.find(rollout => rollout.state === 'paused');
  if (!paused) return;
  const act = release.whenPaused;
  if (!act) {
    throw new Error(`its rollout paused unexpectedly: ${paused.stateReason}`);
  }
  clock.jumpTo(minutesLater(clock, act.afterMinutes));
  await portal.control(paused.id, act.control, act.reason);
}

/** Does what the people of the story do in this state of the decision. */
async function playPart(decision: DecisionRecord, follow: Follow) {
  try {
    if (decision.state === 'awaitingApproval') {
      await answerApproval(decision, follow);
    } else if (decision.state === 'releasing') {
      await answerPause(decision, follow);
    }
  } catch (error) {
    // It may have been done all the same: the next round looks again.
    if (!isTransient(error)) throw error;
  }
}

/** Whether nothing happens any more without a person who is not in the story. */
function isOver(decision: DecisionRecord, release: ScriptedRelease): boolean {
  const { state } = decision;
  if (state === 'awaitingApproval') return !release.approval;
  return (
    isFinalDecisionState(state) ||
    state === 'blocked' ||
    state === 'decided' ||
    state === 'frozen'
  );
}

/**
 * Follows a submitted release to its end and does what the people of the
 * story do on the way.
 *
 * @throws Error when it pauses out of turn or does not end in time.
 */
export async function followRelease(
  id: string,
  follow: Follow,
): Promise<DecisionRecord> {
  const deadline = Date.now() + RELEASE_TIMEOUT_MS;
  let approvals = 0;
  for (;;) {
    const decision = await persist(
      () => follow.portal.decision(id),
      follow.signal,
    );
    if (isOver(decision, follow.release)) return decision;
    if (decision.state === 'awaitingApproval' && ++approvals > MAX_APPROVALS) {
      throw new Error(`it still waits for approval: ${decision.stateReason}`);
    }
    await playPart(decision, follow);
    if (Date.now() > deadline) {
      throw new Error(
        `it was still ${decision.state} after ${RELEASE_TIMEOUT_MS / 1000} s: ${
          decision.stateReason
        }`,
      );
    }
    await sleep(POLL_MS, undefined, { signal: follow.signal });
  }
}
