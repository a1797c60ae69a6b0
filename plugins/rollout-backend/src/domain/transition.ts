/**
 * The life of a rollout.
 *
 * A rollout is created `pending` for each target of a released decision. The
 * target takes one rollout at a time, in the order they came. When it is free,
 * the rollout is checked once more (decision still stands, no digest is
 * quarantined, the driver is there and can do what the plan asks) and either
 * `refused` or started: the target is asked what it runs, which is the stable
 * release that a rollback returns to.
 *
 * Each step of the plan is `applying` until the target has taken the exposure
 * and then `baking`. The first look is one interval after the step began, and
 * one more after every interval; while a look is under way the rollout is
 * `judging`. A rollback verdict counts at any look. A promote verdict counts
 * once the step has baked for as long as the plan says; before that it bakes
 * on. After `maxLooks` looks without one that counted the rollout is `paused`
 * and a person is asked. After the last step the rollout is `promoting` until
 * the target has made the candidate stable, then `promoted`.
 *
 * Whatever cannot be asked or answers nonsense (target, analyzer, decide) makes
 * the rollout hold in its state: no look is used up, nothing is promoted, and
 * the try is repeated after a growing wait.
 *
 * A bad verdict, or a person, makes it `rollingBack`: an incident is opened and
 * the digests are quarantined in that very transaction, then the playbook runs.
 * It ends `rolledBack` when the target was seen to be what it was before, else
 * `rollbackFailed`, which pages a person, who can set it going again. Where the
 * policy forbids an automatic rollback the rollout is `frozen` with the
 * exposure it has.
 *
 * `paused` keeps the exposure, and resumes to the state it was paused in with a
 * new due time. A person's promote moves one step on from baking, judging,
 * paused or frozen.
 *
 * The target belongs to the rollout from its start until it is promoted or
 * rolled back: paused, frozen and failed ones keep it.
 */
import { Verdict } from '@adaptive-delivery/plugin-release-common';
import { Release } from '@adaptive-delivery/plugin-release-node';
import { Command, command } from './controls';
import {
  exposed,
  judged,
  look,
  pauseForPerson,
  promoted,
  refuse,
  start,
} from './forward';
import { foreignEpoch, held } from './hold';
import {
  playbookStepDone,
  playbookStepStarted,
  rollbackFailed,
  rolledBack,
} from './rollback';
import { Circumstances, PausedFrom, Run, Transition } from './rollout';

export type Input =
  | { kind: 'start'; stable: Release | null; simulated: boolean }
  | { kind: 'refuse'; words: string }
  | { kind: 'exposed'; percent: number }
  | { kind: 'look' }
  | { kind: 'judged'; verdict: Verdict }
  | { kind: 'promoted' }
  | { kind: 'held'; reason: string }
  | { kind: 'foreignEpoch'; epoch: number }
  /** The target no longer is what the step made it. */
  | { kind: 'drifted'; pausedFrom: PausedFrom; words: string }
  | { kind: 'playbookStepStarted' }
  | { kind: 'playbookStepDone'; percent: number; words?: string }
  | { kind: 'rolledBack'; stable: Release | null }
  | { kind: 'rollbackFailed'; reason: string }
  | { kind: 'command'; command: Command };

/**
 * The next state of a rollout and what shall come of it. Pure.
 *
 * @throws ConflictError for a command that the state does not allow.
 */
export function transition(
  run: Run,
  input: Input,
  circumstances: Circumstances,
): Transition {
  const { now } = circumstances;
  switch (input.kind) {
    case 'start':
      return start(run, input, circumstances);
    case 'refuse':
      return refuse(run, input.words, now);
    case 'exposed':
      return exposed(run, input.percent, now);
    case 'look':
      return look(run, now);
    case 'judged':
      return judged(run, input.verdict, circumstances);
    case 'promoted':
      return promoted(run, now);
    case 'held':
      return held(run, input.reason, circumstances);
    case 'foreignEpoch':
      return foreignEpoch(run, input.epoch, circumstances);
    case 'drifted':
      return pauseForPerson(run, input.pausedFrom, input.words, now);
    case 'playbookStepStarted':
      return playbookStepStarted(run, now);
    case 'playbookStepDone':
      return playbookStepDone(run, input, now);
    case 'rolledBack':
      return rolledBack(run, input.stable, now);
    case 'rollbackFailed':
      return rollbackFailed(run, input.reason, now);
    default:
      return command(run, input.command, circumstances);
  }
}
