import { RolloutControl } from '@adaptive-delivery/plugin-release-common';
import { ConflictError } from '@backstage/errors';
import { nextStep, quarantineWords, refuse } from './forward';
import { firstLookAt } from './look';
import { changed, eventOf, result, secondsAfter } from './move';
import { beginRollback } from './rollback';
import {
  Circumstances,
  PausedFrom,
  Rollout,
  Run,
  Transition,
  currentStep,
} from './rollout';

export type Command = {
  control: RolloutControl | 'rollback';
  /** Entity reference or service that asks. */
  by: string;
  reason: string;
};

const pausable: readonly Rollout['state'][] = [
  'pending',
  'applying',
  'baking',
  'judging',
  'promoting',
];
const inFlight: readonly Rollout['state'][] = [
  'applying',
  'baking',
  'judging',
  'promoting',
  'paused',
  'frozen',
];

/** What a person can do with a rollout in this state, permissions aside. */
export function possibleCommands(
  rollout: Pick<Rollout, 'state' | 'pausedFrom' | 'stable'>,
): Record<Command['control'], boolean> {
  const { state, pausedFrom } = rollout;
  const notStarted =
    state === 'pending' || (state === 'paused' && pausedFrom === 'pending');
  return {
    pause: pausable.includes(state),
    resume: state === 'paused',
    promote:
      ['baking', 'judging', 'frozen'].includes(state) ||
      (state === 'paused' &&
        (pausedFrom === 'baking' || pausedFrom === 'judging')),
    abort: notStarted || inFlight.includes(state),
    rollback:
      !notStarted &&
      (inFlight.includes(state) ||
        state === 'rollbackFailed' ||
        (state === 'promoted' && rollout.stable !== null)),
  };
}

/**
 * What a person (or another service) asks for.
 *
 * @throws ConflictError when the rollout is not in a state for it.
 */
export function command(
  run: Run,
  asked: Command,
  circumstances: Circumstances,
): Transition {
  const { rollout } = run;
  if (!possibleCommands(rollout)[asked.control]) {
    throw new ConflictError(refusalWords(rollout, asked.control));
  }
  switch (asked.control) {
    case 'pause':
      return pause(run, asked, circumstances);
    case 'resume':
      return resume(run, asked, circumstances);
    case 'promote':
      return promoteByHand(run, asked, circumstances);
    default:
      return takeBack(run, asked, circumstances);
  }
}

function refusalWords(rollout: Rollout, control: Command['control']): string {
  const is = `Rollout ${rollout.id} is ${rollout.state}`;
  if (rollout.state === 'rollingBack') {
    return `${is}; the rollback is under way already.`;
  }
  if (control === 'promote') {
    return `${is}; only one that bakes, is judged, is paused in a step or is frozen can be promoted to its next step.`;
  }
  if (control === 'rollback' && rollout.state === 'promoted') {
    return `${is}, but ${rollout.target} ran nothing before that it could return to.`;
  }
  if (control === 'rollback' && rollout.state === 'pending') {
    return `${is} and has not touched ${rollout.target}; abort it instead.`;
  }
  return `${is} and cannot be asked to ${control}.`;
}

function pause(run: Run, asked: Command, { now }: Circumstances): Transition {
  const rollout = changed(run.rollout, {
    state: 'paused',
    stateReason: `Paused by ${asked.by}: ${asked.reason}`,
    pausedFrom: run.rollout.state as PausedFrom,
    hold: null,
    dueAt: null,
  });
  return result({ ...run, rollout }, [
    eventOf(rollout, now, 'paused', asked.reason, { by: asked.by }),
  ]);
}

function resume(
  run: Run,
  asked: Command,
  { now, quarantined }: Circumstances,
): Transition {
  const before = run.rollout;
  const state = before.pausedFrom;
  if (!state) throw new Error(`Rollout ${before.id} is paused from nowhere`);
  if (quarantined) {
    throw new ConflictError(
      `${quarantineWords(quarantined)} Abort it, or lift the quarantine first.`,
    );
  }
  const rollout = changed(before, {
    state,
    stateReason: `Resumed by ${asked.by}: ${asked.reason}`,
    pausedFrom: null,
    dueAt: state === 'baking' ? nextLookAfterPause(before, now) : now,
    lookBase: looksUsedUp(before) ? before.look : before.lookBase,
  });
  return result({ ...run, rollout }, [
    eventOf(rollout, now, 'resumed', asked.reason, { by: asked.by }),
  ]);
}

function looksUsedUp(rollout: Rollout): boolean {
  return (
    rollout.look > 0 &&
    rollout.look - rollout.lookBase >= currentStep(rollout).maxLooks
  );
}

function nextLookAfterPause(rollout: Rollout, now: Date): Date {
  const step = currentStep(rollout);
  const next = secondsAfter(now, step.lookEverySeconds);
  const first = firstLookAt(rollout.plan, step, rollout.stepStartedAt ?? now);
  return next > first ? next : first;
}

/**
 * One step further without waiting for a verdict. It can only advance what a
 * released decision has set going, and never a quarantined digest.
 */
function promoteByHand(
  run: Run,
  asked: Command,
  { now, quarantined }: Circumstances,
): Transition {
  if (quarantined) throw new ConflictError(quarantineWords(quarantined));
  const rollout = nextStep(
    run.rollout,
    `Promoted by ${asked.by}: ${asked.reason}`,
    now,
  );
  return result({ ...run, rollout }, [
    eventOf(rollout, now, 'promotedByHand', asked.reason, { by: asked.by }),
  ]);
}

function takeBack(
  run: Run,
  asked: Command,
  circumstances: Circumstances,
): Transition {
  const { state, pausedFrom } = run.rollout;
  if (state === 'pending' || pausedFrom === 'pending') {
    return refuse(
      run,
      `Aborted before it started: ${asked.reason}`,
      circumstances.now,
      asked.by,
    );
  }
  return beginRollback(
    run,
    {
      kind: 'person',
      by: asked.by,
      cause: null,
      verdictId: null,
      words: asked.reason,
    },
    circumstances,
  );
}
