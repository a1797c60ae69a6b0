import { z } from 'zod';
import { entityRef, identifier, text, utcTime } from './primitives';

/** The freeze window that was in force when it was decided. */
export const freezeFinding = z.strictObject({
  window: identifier,
  /** The first moment after it. */
  until: utcTime,
  /** IANA name of the time zone the window is written in. */
  timeZone: text(100),
  words: text(1000),
});
export type FreezeFinding = z.infer<typeof freezeFinding>;

/** A person released in spite of a freeze window. */
export const freezeOverride = z.strictObject({
  by: entityRef,
  reason: text(2000),
  at: utcTime,
  /** What stood in the way, in words. */
  held: text(2000),
});
export type FreezeOverride = z.infer<typeof freezeOverride>;
