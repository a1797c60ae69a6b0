import { z } from 'zod';

/** What is wrong with a release; an absent field means nothing is. */
export const faultProfile = z.strictObject({
  /** Added to every answer, in milliseconds. */
  latencyMs: z.number().min(0).max(10_000).optional(),
  /** Share of requests, boots or operations that fail on top of the usual. */
  errorRate: z.number().min(0).max(1).optional(),
  /** Held beyond the usual, in MiB. */
  memoryMiB: z.number().min(0).max(64).optional(),
  /** The release gives no metrics at all. */
  noData: z.boolean().optional(),
});
export type FaultProfile = z.infer<typeof faultProfile>;

export type Track = 'candidate' | 'baseline';
export const track = z.enum(['candidate', 'baseline']);

/** A later profile wins field by field, so a person can add to a release's own faults. */
export function mergeFaults(...profiles: FaultProfile[]): FaultProfile {
  return Object.assign({}, ...profiles);
}
