import { faultOfVerdict, judgementOf } from '../../domain';
import { RunnerDeps } from './RunnerDeps';
import { Session } from './Session';
import { stepName } from './runStep';
import { assertOurs, keyOf } from './writeToTarget';

/** Asks the target whether it is as the step made it, and the analyzer how it does. */
export async function takeLook(
  session: Session,
  { targets, analyzer, clock }: RunnerDeps,
): Promise<void> {
  if (session.rollout.state === 'baking') await session.apply({ kind: 'look' });
  const { rollout } = session;
  const target = targets.get(rollout.target);
  const observation = assertOurs(
    session,
    await session.outside(() => target.observe()),
  );
  const key = keyOf(rollout.id, stepName(rollout.stepIndex));
  if (!observation.candidate || observation.lastKey !== key) {
    await session.apply({
      kind: 'drifted',
      pausedFrom: 'baking',
      words:
        `${rollout.target} is not as step ${rollout.stepIndex + 1} left it: ` +
        `the candidate is ${observation.candidate?.version ?? 'gone'} with ` +
        `${observation.percent} %, the last change was ` +
        `${observation.lastKey ?? 'none'}. Somebody changed it from outside. ` +
        'Abort, or put it right and resume.',
    });
    return;
  }
  const id = {
    rolloutId: rollout.id,
    step: rollout.stepIndex,
    look: rollout.look,
  };
  const verdict = await session.outside(() =>
    analyzer.judge(id, judgementOf(rollout, observation.arms, clock.now())),
  );
  const fault = faultOfVerdict(rollout, verdict);
  if (fault) {
    throw new Error(`the verdict of canary-analyzer cannot be used: ${fault}.`);
  }
  // The analyzer keeps no verdict of a source that was down: the same look is
  // taken again once the source answers.
  if (verdict.cause === 'sourceUnavailable') throw new Error(verdict.words);
  await session.apply({ kind: 'judged', verdict });
}
