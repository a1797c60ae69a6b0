import { LoggerService } from '@backstage/backend-plugin-api';
import { setTimeout as sleep } from 'node:timers/promises';

export type LoopOptions = {
  name: string;
  logger: LoggerService;
  /** One round; true when there was work, so that the next round follows at once. */
  run: (signal: AbortSignal) => Promise<boolean>;
  /** Real milliseconds to wait after a round without work. */
  idleMs: () => number;
};

/**
 * Repeats `run` until stopped. A round that throws is logged and followed by a
 * pause that grows to 30 s, so that a broken dependency is not hammered.
 *
 * @returns a function that stops the loop and waits for the round under way.
 */
export function startLoop(options: LoopOptions): () => Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const { logger, name, run, idleMs } = options;

  const pause = async (ms: number) => {
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };

  const done = (async () => {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const worked = await run(signal);
        failures = 0;
        if (!worked) await pause(idleMs());
      } catch (error) {
        if (signal.aborted) break;
        failures++;
        logger.error(
          `${name} failed and will be tried again: ${
            error instanceof Error ? error.stack ?? error.message : error
          }`,
        );
        await pause(Math.min(30_000, 250 * 2 ** failures));
      }
    }
  })();

  return async () => {
    controller.abort();
    await done;
  };
}
