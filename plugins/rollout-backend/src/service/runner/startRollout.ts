import {
  Release,
  TargetCapabilities,
} from '@adaptive-delivery/plugin-release-node';
import { Rollout, digestsOf } from '../../domain';
import { whyNotReleased } from '../Decisions';
import { RunnerDeps } from './RunnerDeps';
import { Session } from './Session';
import { assertOurs } from './writeToTarget';

/**
 * The target is free: checks once more what may have changed while the rollout
 * waited, asks the target what it runs, and starts or refuses.
 */
export async function startRollout(
  session: Session,
  deps: RunnerDeps,
): Promise<void> {
  const { rollout } = session;
  const refusal = await session.outside(() => whyNotStarted(rollout, deps));
  if (refusal) {
    await session.apply({ kind: 'refuse', words: refusal });
    return;
  }
  let target;
  try {
    target = deps.targets.get(rollout.target);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'UnknownDriverError')) {
      throw error;
    }
    await session.apply({ kind: 'refuse', words: error.message });
    return;
  }
  const capabilities = await session.outside(() => target.capabilities());
  const unfit = whyNotFit(rollout, capabilities);
  if (unfit) {
    await session.apply({ kind: 'refuse', words: unfit });
    return;
  }
  const observation = assertOurs(
    session,
    await session.outside(() => target.observe()),
  );
  const stable: Release | null = observation.stable;
  await session.apply({
    kind: 'start',
    stable,
    simulated: capabilities.simulated,
  });
}

async function whyNotStarted(
  rollout: Rollout,
  deps: RunnerDeps,
): Promise<string | null> {
  const released = await deps.decisions.get(rollout.decisionId);
  const unreleased = whyNotReleased(released);
  if (unreleased) {
    return `Decision ${rollout.decisionId} ${unreleased} by now, so it is not rolled out.`;
  }
  // Those of the whole: what was tested together goes out together or not at all.
  const digests = digestsOf(released.decision.candidate);
  const refusal = await deps.decisions.quarantineOf(digests, deps.clock.now());
  if (!refusal) await deps.store.forgetLifted(digests);
  return refusal;
}

/** Why the target cannot do what the plan asks, or null when it can. */
function whyNotFit(
  { plan, target }: Rollout,
  { os, exposures }: TargetCapabilities,
): string | null {
  if (plan.steps.length === 0) {
    return `The plan for ${target} has no steps: nothing would be watched before the promotion. Give its strategy steps in the policy.`;
  }
  if (os !== plan.os) {
    return `${target} takes artifacts for ${os}, the plan is for ${plan.os}.`;
  }
  const unknown = plan.steps.find(
    step => !exposures.includes(step.exposure.kind),
  );
  return unknown
    ? `${target} cannot expose by ${
        unknown.exposure.kind
      }, which the plan asks for; it can by ${exposures.join(', ')}.`
    : null;
}
