import {
  exposure,
  sha256,
  text,
  utcTime,
} from '@adaptive-delivery/plugin-release-common';
import { DesiredState, Release } from '@adaptive-delivery/plugin-release-node';
import { z } from 'zod';

const release = z.strictObject({
  version: text(100),
  sha256: z.array(sha256).max(200),
});

/** Body of `PUT /v1/targets/{name}`. */
export const applyRequest = z.strictObject({
  desired: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('expose'),
      candidate: release,
      exposure,
    }),
    z.strictObject({ kind: z.literal('promote'), candidate: release }),
    z.strictObject({ kind: z.literal('restore'), candidate: release }),
  ]),
  epoch: z.int().min(1),
  key: text(200),
  at: utcTime,
});
export type ApplyRequest = z.infer<typeof applyRequest>;

/** One line of a target's apply log. */
export const applyEntry = z.strictObject({
  seq: z.int().min(1),
  ...applyRequest.shape,
  /**
   * `done` changed the target; `fenced` only raised the epoch, because the key
   * had been done before.
   */
  effect: z.enum(['done', 'fenced']),
  /** System time at which the target took it. */
  takenAt: utcTime,
});
export type ApplyEntry = z.infer<typeof applyEntry>;

export type TargetState = {
  stable: Release;
  candidate: Release | null;
  percent: number;
  epoch: number;
  lastKey: string | null;
};

export function initialState(stable: Release): TargetState {
  return { stable, candidate: null, percent: 0, epoch: 0, lastKey: null };
}

/** What a target is once `desired` is so. */
export function deployed(
  state: Pick<TargetState, 'stable' | 'candidate' | 'percent'>,
  desired: DesiredState,
): Pick<TargetState, 'stable' | 'candidate' | 'percent'> {
  switch (desired.kind) {
    case 'expose':
      return {
        stable: state.stable,
        candidate: desired.candidate,
        percent: desired.exposure.percent,
      };
    case 'promote':
      return { stable: desired.candidate, candidate: null, percent: 0 };
    default:
      return { stable: state.stable, candidate: null, percent: 0 };
  }
}

/** The state after one more line of the log. */
export function advance(state: TargetState, entry: ApplyEntry): TargetState {
  const epoch = Math.max(state.epoch, entry.epoch);
  if (entry.effect === 'fenced') return { ...state, epoch };
  return { ...deployed(state, entry.desired), epoch, lastKey: entry.key };
}

/**
 * What a write comes to: `stale` when a newer epoch holds the target, `known`
 * when its key was done before, `fence` when it was and the epoch rises, `do`
 * otherwise.
 */
export function admit(
  state: TargetState,
  doneKeys: ReadonlySet<string>,
  request: Pick<ApplyRequest, 'epoch' | 'key'>,
): 'stale' | 'known' | 'fence' | 'do' {
  if (request.epoch < state.epoch) return 'stale';
  if (!doneKeys.has(request.key)) return 'do';
  return request.epoch > state.epoch ? 'fence' : 'known';
}
