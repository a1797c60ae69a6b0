import { RemoteError } from '@adaptive-delivery/plugin-release-node';
import { setTimeout as sleep } from 'node:timers/promises';

const TRIES = 20;
const PAUSE_MS = 500;

/** Whether asking again may help: nobody answered, or a backend stumbled. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'UnreachableError') return true;
  return (
    error.name === 'RemoteError' && (error as RemoteError).statusCode >= 500
  );
}

/** Repeats something that may be done twice while what stops it is transient. */
export async function persist<T>(
  what: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await what();
    } catch (error) {
      if (attempt >= TRIES || !isTransient(error)) throw error;
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
}
