import { LoggerService } from '@backstage/backend-plugin-api';
import express, {
  ErrorRequestHandler,
  RequestHandler,
  Response,
} from 'express';
import { inTime } from './inTime';

const WARN_EVERY_MS = 60_000;
/** Those who sign send a body at once. */
const BODY_TIMEOUT_MS = 10_000;

/** Answers in the form of Backstage's errors, and ends the request. */
export function denyRequest(
  res: Response,
  statusCode: number,
  name: string,
  message: string,
): void {
  res.status(statusCode).json({
    error: { name, message },
    response: { statusCode },
  });
}

/**
 * Reads the body as the bytes that were signed into `req.body`, uncompressed.
 * Faults end in `rawBodyErrors`.
 */
export function rawBody(maxBytes: number): RequestHandler {
  const read = inTime(
    express.raw({ type: () => true, limit: maxBytes, inflate: false }),
    BODY_TIMEOUT_MS,
  );
  return (req, res, next) =>
    read(req, res, (error?: unknown) => {
      if (!Buffer.isBuffer(req.body)) req.body = Buffer.alloc(0);
      next(error);
    });
}

/** Answers what `rawBody` refuses; everything else goes on. */
export function rawBodyErrors(): ErrorRequestHandler {
  return (error, _req, res, next) => {
    if (error?.type === 'entity.too.large') {
      denyRequest(res, 413, 'PayloadTooLargeError', 'The body is too large');
    } else if (error?.type === 'body.late') {
      res.set('Connection', 'close');
      denyRequest(res, 408, 'RequestTimeoutError', 'The body came too late');
    } else if (error?.type === 'encoding.unsupported') {
      denyRequest(
        res,
        415,
        'UnsupportedMediaTypeError',
        'Send it uncompressed',
      );
    } else {
      next(error);
    }
  };
}

/** Says at most once a minute that requests to a path are refused, and why. */
export function createRefusalLog(options: {
  path: string;
  /** What to check if the refused request was meant to be taken. */
  remedy: string;
  logger: LoggerService;
  /** Milliseconds. */
  now: () => number;
}): (why: string) => void {
  const { path, remedy, logger, now } = options;
  let lastAt = -Infinity;
  return why => {
    if (now() - lastAt < WARN_EVERY_MS) return;
    lastAt = now();
    logger.warn(`A request to ${path} was refused: ${why}. ${remedy}`);
  };
}
