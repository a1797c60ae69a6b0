import {
  Page,
  QuarantineEntry,
  QuarantineRequest,
} from '@adaptive-delivery/plugin-release-common';
import { DecisionCriteria } from './DecisionStore';

/** Digests that may not be released, whatever they are called. */
export interface QuarantineStore {
  /** The active entry that ends last, of any of these digests. */
  findActive(
    sha256: readonly string[],
    now: Date,
  ): Promise<QuarantineEntry | null>;

  /** Active entries, newest first. */
  list(options: {
    cursor?: string;
    limit: number;
    now: Date;
    /** Only of these digests. */
    sha256?: readonly string[];
    /** Only of components of which one of these decisions is. */
    criteria?: DecisionCriteria;
  }): Promise<Page<QuarantineEntry>>;

  /** Takes a request once per key; gives the entries it made. */
  add(
    request: QuarantineRequest,
    by: string,
    now: Date,
  ): Promise<QuarantineEntry[]>;

  /** Lifts every active entry of a digest, here and in act; gives what was lifted. */
  lift(options: {
    sha256: string;
    by: string;
    reason: string;
    now: Date;
  }): Promise<QuarantineEntry[]>;
}
