import { RequestHandler } from 'express';

/** What `inTime` hands on for a body that took too long to arrive. */
class LateBodyError extends Error {
  readonly name = 'LateBodyError';
  readonly type = 'body.late';
  readonly statusCode = 408;
}

/**
 * Gives up on a reader of request bodies that is not done after `timeoutMs`,
 * so that a client that sends a byte now and then holds nothing open.
 */
export function inTime(
  read: RequestHandler,
  timeoutMs: number,
): RequestHandler {
  return (req, res, next) => {
    let isSettled = false;
    const settle = (error?: unknown) => {
      if (isSettled) return;
      isSettled = true;
      next(error);
    };
    const timer = setTimeout(
      () => settle(new LateBodyError('The body did not arrive in time')),
      timeoutMs,
    );
    read(req, res, (error?: unknown) => {
      clearTimeout(timer);
      settle(error);
    });
  };
}
