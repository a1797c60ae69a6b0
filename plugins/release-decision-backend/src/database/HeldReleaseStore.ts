import {
  DecisionState,
  QuarantineEntry,
} from '@adaptive-delivery/plugin-release-common';
import { HeldOutcome } from '../domain';

/** A person releases in spite of a freeze. */
export type Override = {
  id: string;
  /** The one the person saw. */
  revision: number;
  by: string;
  reason: string;
  now: Date;
};

export type OverrideResult =
  | { kind: 'done' }
  | { kind: 'stale'; revision: number }
  | { kind: 'notHeld'; state: DecisionState; reason: string }
  | { kind: 'quarantined'; entry: QuarantineEntry };

/** Queued decisions that wait for the end of a freeze window. */
export interface HeldReleaseStore {
  /**
   * Those that wait, oldest first.
   *
   * @param options.dueBy - only those whose window has ended by then; all when null
   * @param options.after - `seq` of the last one of the page before, or 0
   */
  list(options: {
    dueBy: Date | null;
    after: number;
    limit: number;
  }): Promise<Array<{ id: string; seq: number }>>;

  /**
   * Lets one go, holds it on, or ends it; ends it in any case when one of its
   * digests is quarantined by now.
   *
   * @returns whether anything changed: somebody may have been faster.
   */
  settle(id: string, outcome: HeldOutcome, now: Date): Promise<boolean>;

  override(override: Override): Promise<OverrideResult>;
}
