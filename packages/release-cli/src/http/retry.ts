import { Io } from '../output/io';
import { PortalUnreachable } from './PortalClient';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/**
 * Full jitter over an exponential ceiling (AWS Architecture Blog, "Exponential
 * Backoff And Jitter", 2015), or what the portal asked for.
 */
export function waitMs(attempt: number, error: PortalUnreachable): number {
  if (error.retryAfterSeconds !== undefined) {
    return Math.min(60_000, error.retryAfterSeconds * 1000);
  }
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return Math.ceil(Math.random() * ceiling);
}

/**
 * Tries again while the portal is unreachable, until the time is up; then
 * throws the last PortalUnreachable. Other errors end it at once.
 */
export async function withRetries<T>(
  io: Io,
  patienceMs: number,
  attemptOnce: (leftMs: number) => Promise<T>,
): Promise<T> {
  const end = io.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptOnce(Math.max(0, end - io.now()));
    } catch (error) {
      if (!(error instanceof PortalUnreachable)) throw error;
      const wait = waitMs(attempt, error);
      if (io.now() + wait >= end) throw error;
      io.err(`notice: ${error.message}; trying again`);
      await io.sleep(wait);
    }
  }
}
