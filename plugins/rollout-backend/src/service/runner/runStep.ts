import { currentStep, releaseOf, sameRelease } from '../../domain';
import { RunnerDeps } from './RunnerDeps';
import { Session } from './Session';
import { writeToTarget } from './writeToTarget';

/** The journal's name of a plan step. */
export const stepName = (stepIndex: number) => `step-${stepIndex}`;

/** Gives the candidate the exposure of the step. */
export async function applyExposure(
  session: Session,
  { targets, clock }: RunnerDeps,
): Promise<void> {
  const { rollout } = session;
  const outcome = await writeToTarget(
    session,
    targets.get(rollout.target),
    clock,
    stepName(rollout.stepIndex),
    {
      kind: 'expose',
      candidate: releaseOf(rollout),
      exposure: currentStep(rollout).exposure,
    },
  );
  await session.apply(
    { kind: 'exposed', percent: outcome.observation.percent },
    outcome,
  );
}

/** Makes the candidate stable. */
export async function applyPromotion(
  session: Session,
  { targets, clock }: RunnerDeps,
): Promise<void> {
  const { rollout } = session;
  const candidate = releaseOf(rollout);
  const outcome = await writeToTarget(
    session,
    targets.get(rollout.target),
    clock,
    'promote',
    { kind: 'promote', candidate },
  );
  const { stable } = outcome.observation;
  if (!sameRelease(stable, candidate)) {
    throw new Error(
      `${rollout.target} took the promotion, but says that ${
        stable?.version ?? 'nothing'
      } is stable`,
    );
  }
  await session.apply({ kind: 'promoted' }, outcome);
}
