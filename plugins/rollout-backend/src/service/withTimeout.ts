/** Nothing came back in time; what was asked may still happen. */
export class TimeoutError extends Error {
  readonly name = 'TimeoutError';
}

/**
 * Gives up waiting after `ms` real milliseconds.
 *
 * @throws TimeoutError with the given words
 */
export async function withTimeout<T>(
  work: Promise<T>,
  ms: number,
  words: string,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(words)), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
