import { Verdict } from '@adaptive-delivery/plugin-release-common';
import { Release } from '@adaptive-delivery/plugin-release-node';
import { firstLookAt, isBaked } from './look';
import { changed, eventOf, result, secondsAfter } from './move';
import { beginRollback, freeze } from './rollback';
import {
  Circumstances,
  Effect,
  PORTAL,
  PausedFrom,
  Rollout,
  Run,
  Transition,
  currentStep,
  nameOf,
} from './rollout';
import { describeExposure, describeSeconds } from './words';

/** The target is free and takes this kind of release: the first step begins. */
export function start(
  run: Run,
  seen: { stable: Release | null; simulated: boolean },
  circumstances: Circumstances,
): Transition {
  const { now, quarantined } = circumstances;
  if (quarantined) return refuse(run, quarantineWords(quarantined), now);
  const words = seen.stable
    ? `Started on ${run.rollout.target}, which runs ${seen.stable.version}.`
    : `Started on ${run.rollout.target}, which says that it runs nothing yet.`;
  const rollout = changed(run.rollout, {
    state: 'applying',
    stateReason: words,
    stable: seen.stable,
    simulated: seen.simulated,
    hold: null,
    dueAt: now,
    startedAt: now,
  });
  return result(
    { ...run, rollout },
    [eventOf(rollout, now, 'started', words)],
    [{ kind: 'report', report: 'started', words }],
  );
}

/** Ends a rollout that has not touched its target. */
export function refuse(
  run: Run,
  words: string,
  now: Date,
  by: string = PORTAL,
): Transition {
  const rollout = changed(run.rollout, {
    state: 'refused',
    stateReason: words,
    pausedFrom: null,
    hold: null,
    dueAt: null,
    finishedAt: now,
  });
  return result(
    { ...run, rollout },
    [eventOf(rollout, now, 'refused', words, { by })],
    [{ kind: 'report', report: 'refused', words }],
  );
}

/** The target has taken the exposure of the step: it bakes. */
export function exposed(run: Run, percent: number, now: Date): Transition {
  const step = currentStep(run.rollout);
  const dueAt = firstLookAt(run.rollout.plan, step, now);
  const words =
    `${describeExposure(step.exposure)}; bakes for ` +
    `${describeSeconds(step.bakeSeconds)}, first look in ` +
    `${describeSeconds((dueAt.getTime() - now.getTime()) / 1000)}.`;
  const rollout = changed(run.rollout, {
    state: 'baking',
    stateReason: words,
    percent,
    hold: null,
    stepStartedAt: now,
    dueAt,
  });
  return result({ ...run, rollout }, [
    eventOf(rollout, now, 'exposure', words),
  ]);
}

/** It is time to look; stays due, so that a crash looks again. */
export function look(run: Run, now: Date): Transition {
  return result({
    ...run,
    rollout: changed(run.rollout, { state: 'judging', dueAt: now }),
  });
}

/** The answer of a look. */
export function judged(
  run: Run,
  verdict: Verdict,
  circumstances: Circumstances,
): Transition {
  const { now } = circumstances;
  const before = run.rollout;
  const looked: Run = {
    ...run,
    rollout: { ...before, look: before.look + 1, hold: null },
  };
  const event = eventOf(looked.rollout, now, 'verdict', verdict.words, {
    verdict: {
      id: verdict.verdictId,
      verdict: verdict.verdict,
      cause: verdict.cause,
    },
  });
  const after = consequence(looked, verdict, circumstances);
  return { ...after, events: [event, ...after.events] };
}

function consequence(
  run: Run,
  verdict: Verdict,
  circumstances: Circumstances,
): Transition {
  const { now } = circumstances;
  const { rollout } = run;
  const step = currentStep(rollout);
  if (verdict.verdict === 'rollback') {
    const trigger = {
      kind: 'verdict' as const,
      by: 'canary-analyzer',
      cause: verdict.cause,
      verdictId: verdict.verdictId,
      words: verdict.words,
    };
    return rollout.plan.onBadVerdict === 'freeze'
      ? freeze(run, trigger, circumstances)
      : beginRollback(run, trigger, circumstances);
  }
  if (verdict.verdict === 'promote' && isBaked(rollout, verdict, now)) {
    return advance(run, verdict.words, circumstances);
  }
  if (rollout.look - rollout.lookBase >= step.maxLooks) {
    return pauseForPerson(
      run,
      'baking',
      `${step.maxLooks} looks at step ${rollout.stepIndex + 1} gave no ` +
        `verdict that lets it go on; the last was ${verdict.verdict} ` +
        `(${verdict.cause}): ${verdict.words} Resume for ${step.maxLooks} ` +
        'more looks, promote by hand, or abort.',
      now,
    );
  }
  return result({
    ...run,
    rollout: changed(rollout, {
      state: 'baking',
      stateReason: verdict.words,
      dueAt: secondsAfter(now, step.lookEverySeconds),
    }),
  });
}

/**
 * On to the next step, or to the promotion after the last. Never with a
 * digest that has been quarantined in the meantime.
 */
export function advance(
  run: Run,
  words: string,
  circumstances: Circumstances,
): Transition {
  const { now, quarantined } = circumstances;
  if (quarantined) {
    return pauseForPerson(
      run,
      'baking',
      `${quarantineWords(
        quarantined,
      )} Abort it, or lift the quarantine and resume.`,
      now,
    );
  }
  return result({ ...run, rollout: nextStep(run.rollout, words, now) });
}

/** The rollout at the start of its next step, or of its promotion. */
export function nextStep(rollout: Rollout, words: string, now: Date): Rollout {
  const rest = {
    stateReason: words,
    pausedFrom: null,
    hold: null,
    dueAt: now,
  };
  if (rollout.stepIndex + 1 >= rollout.plan.steps.length) {
    return changed(rollout, { ...rest, state: 'promoting' });
  }
  return changed(rollout, {
    ...rest,
    state: 'applying',
    stepIndex: rollout.stepIndex + 1,
    look: 0,
    lookBase: 0,
    stepStartedAt: null,
  });
}

/** The target has made the candidate stable. */
export function promoted(run: Run, now: Date): Transition {
  const words = `${run.rollout.candidate.version} is stable on ${run.rollout.target}.`;
  const rollout = changed(run.rollout, {
    state: 'promoted',
    stateReason: words,
    percent: 100,
    hold: null,
    dueAt: null,
    finishedAt: now,
  });
  return result(
    { ...run, rollout },
    [eventOf(rollout, now, 'promoted', words)],
    [{ kind: 'report', report: 'promoted', words }],
  );
}

/** Stops where it is, with its exposure, until a person says how to go on. */
export function pauseForPerson(
  run: Run,
  pausedFrom: PausedFrom,
  words: string,
  now: Date,
  changes: Partial<Rollout> = {},
): Transition {
  const rollout = changed(run.rollout, {
    ...changes,
    state: 'paused',
    stateReason: words,
    pausedFrom,
    hold: null,
    dueAt: null,
  });
  const notice: Effect = {
    kind: 'notice',
    key: `paused:${rollout.stepIndex}:${rollout.look}`,
    severity: 'high',
    title: `${nameOf(rollout)} is paused and waits for a person`,
    description: words,
  };
  return result(
    { ...run, rollout },
    [eventOf(rollout, now, 'paused', words)],
    [notice],
  );
}

export function quarantineWords(
  quarantined: NonNullable<Circumstances['quarantined']>,
): string {
  return (
    `Digest ${quarantined.sha256} is quarantined until ` +
    `${quarantined.until.toISOString()}, since ` +
    `${quarantined.since.toISOString()}: ${quarantined.reason}`
  );
}
