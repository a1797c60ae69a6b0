import {
  ContractError,
  Fault,
  JudgementRequest,
} from '@adaptive-delivery/plugin-release-common';
import { digestOf } from '@adaptive-delivery/plugin-release-node';

/** Which look of which step of which rollout. */
export type LookKey = { rolloutId: string; step: number; look: number };

/**
 * Identifies what a look asks. The window's end is left out: whoever repeats a
 * look after a crash can only ask with a later one, and must get the verdict
 * that was given.
 */
export function questionDigest(request: JudgementRequest): string {
  const { profile, arms, minSamples, window } = request;
  return digestOf({ profile, arms, minSamples, start: window.start });
}

/**
 * Refuses what would be judged, but not as it was meant.
 *
 * @throws ContractError naming the path.
 */
export function assertJudgeable(
  request: Pick<JudgementRequest, 'profile'> & {
    arms?: JudgementRequest['arms'];
  },
): void {
  const faults: Fault[] = [];
  const names = request.profile.metrics.map(({ name }) => name);
  names.forEach((name, i) => {
    if (names.indexOf(name) < i) {
      faults.push({
        path: `profile.metrics[${i}].name`,
        message: `${name} stands twice`,
      });
    }
  });
  const { arms } = request;
  if (
    arms &&
    !Object.entries(arms.candidate).some(
      ([name, value]) =>
        arms.baseline[name] !== undefined && arms.baseline[name] !== value,
    )
  ) {
    faults.push({
      path: 'arms',
      message:
        'no label has one value in the candidate and another in the baseline, so both arms would count the same series',
    });
  }
  if (faults.length > 0) throw new ContractError('request body', faults);
}
