import {
  RolloutControl,
  RolloutRecord,
} from '@adaptive-delivery/plugin-release-common';

/** Something a person may do with a rollout, and what comes of it. */
export type ControlAction = {
  name: RolloutControl | 'rollback';
  label: string;
  title: string;
  consequence: string;
  tone: 'normal' | 'danger';
};

/** The actions the caller may take now, the careful ones first. */
export function controlActions(rollout: RolloutRecord): ControlAction[] {
  return actionsOf(rollout).filter(
    ({ name }) =>
      rollout.may[name] &&
      // While it is under way, aborting is what takes it back.
      !(name === 'rollback' && rollout.may.abort),
  );
}

function actionsOf(rollout: RolloutRecord): ControlAction[] {
  const { version } = rollout.candidate;
  const stable = rollout.stableVersion ?? 'the version before';
  const next = rollout.plan.steps[rollout.stepIndex + 1];
  return [
    {
      name: 'pause',
      label: 'Pause',
      title: `Pause ${version}`,
      consequence: `The exposure stays at ${rollout.percent} % until somebody resumes. While it is paused nobody looks, so nothing is rolled back by itself.`,
      tone: 'normal',
    },
    {
      name: 'resume',
      label: 'Resume',
      title: `Resume ${version}`,
      consequence: 'It goes on in the step where it was paused.',
      tone: 'normal',
    },
    {
      name: 'promote',
      label: next ? 'Promote this step' : 'Promote',
      title: `Promote ${version} by hand`,
      consequence: next
        ? `It skips the rest of this step and goes to ${next.exposure.percent} % at once. The steps after it are judged as planned.`
        : 'It skips the rest of the last step and becomes the stable version.',
      tone: 'normal',
    },
    {
      name: 'abort',
      label: 'Abort',
      title: `Abort ${version}`,
      consequence: `The target goes back to ${stable}, and the artifacts of ${version} are quarantined.`,
      tone: 'danger',
    },
    {
      name: 'rollback',
      label: 'Roll back',
      title: `Roll back ${version}`,
      consequence: `The target goes back to ${stable}, and the artifacts of ${version} are quarantined, so that no pipeline releases them again.`,
      tone: 'danger',
    },
  ];
}
