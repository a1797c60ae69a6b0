import { TargetObservation } from '@adaptive-delivery/plugin-release-node';
import { openPlaybookStep, releaseOf, sameRelease } from '../../domain';
import { RunnerDeps } from './RunnerDeps';
import { Session } from './Session';
import { assertOurs, keyOf, writeToTarget } from './writeToTarget';

/** Does the next step of the playbook of a rollback. */
export async function runPlaybook(
  session: Session,
  deps: RunnerDeps,
): Promise<void> {
  const { incident } = session.run;
  const step = incident && openPlaybookStep(incident);
  if (!step) {
    throw new Error(
      `rollout ${session.rollout.id} is rolling back, but its playbook has no open step`,
    );
  }
  if (step.outcome === 'pending') {
    await session.apply({ kind: 'playbookStepStarted' });
  }
  switch (step.action) {
    case 'restore':
      return restore(session, deps);
    case 'redeploy':
      return redeploy(session, deps);
    case 'verify':
      return verify(session, deps);
    default:
      return session.apply({
        kind: 'rollbackFailed',
        reason: `This version of the portal does not know the playbook step "${step.name}".`,
      });
  }
}

async function restore(
  session: Session,
  { targets, clock }: RunnerDeps,
): Promise<void> {
  const { rollout } = session;
  const outcome = await writeToTarget(
    session,
    targets.get(rollout.target),
    clock,
    `restore-${rollout.rollbackAttempt}`,
    { kind: 'restore', candidate: releaseOf(rollout) },
  );
  await session.apply(
    { kind: 'playbookStepDone', percent: outcome.observation.percent },
    outcome,
  );
}

/**
 * Where the candidate had become stable, returning to stable changes nothing:
 * what ran before is deployed again. Never over a release of somebody else.
 */
async function redeploy(
  session: Session,
  { targets, clock }: RunnerDeps,
): Promise<void> {
  const { rollout } = session;
  const target = targets.get(rollout.target);
  const observation = assertOurs(
    session,
    await session.outside(() => target.observe()),
  );
  const name = `redeploy-${rollout.rollbackAttempt}`;
  const begun = observation.lastKey === keyOf(rollout.id, name);
  const isCandidate = sameRelease(observation.stable, releaseOf(rollout));
  if (
    !begun &&
    (!isCandidate || sameRelease(rollout.stable, releaseOf(rollout)))
  ) {
    await session.apply({
      kind: 'playbookStepDone',
      percent: observation.percent,
      words: `Not needed: ${
        observation.stable?.version ?? 'nothing'
      } is stable.`,
    });
    return;
  }
  if (!rollout.stable) {
    await session.apply({
      kind: 'rollbackFailed',
      reason: `${rollout.candidate.version} is stable on ${rollout.target}, which ran nothing before that it could return to.`,
    });
    return;
  }
  const outcome = await writeToTarget(session, target, clock, name, {
    kind: 'promote',
    candidate: rollout.stable,
  });
  await session.apply(
    {
      kind: 'playbookStepDone',
      percent: outcome.observation.percent,
      words: `Deployed ${rollout.stable.version} again.`,
    },
    outcome,
  );
}

async function verify(
  session: Session,
  { targets }: RunnerDeps,
): Promise<void> {
  const { rollout } = session;
  const target = targets.get(rollout.target);
  const observation = assertOurs(
    session,
    await session.outside(() => target.observe()),
  );
  const gone = !observation.candidate || observation.percent === 0;
  if (!gone || !sameRelease(observation.stable, rollout.stable)) {
    throw new Error(
      `${rollout.target} is not back: ${describe(observation)}; it shall run ${
        rollout.stable?.version ?? 'nothing'
      } alone.`,
    );
  }
  await session.apply({ kind: 'rolledBack', stable: observation.stable });
}

function describe(observation: TargetObservation): string {
  const stable = `${observation.stable?.version ?? 'nothing'} is stable`;
  return observation.candidate
    ? `${stable}, and ${observation.candidate.version} has ${observation.percent} %`
    : stable;
}
