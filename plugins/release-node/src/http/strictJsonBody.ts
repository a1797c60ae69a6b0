import {
  ContractError,
  parseStrictJson,
} from '@adaptive-delivery/plugin-release-common';
import { inTime } from './inTime';
import express, { ErrorRequestHandler, RequestHandler } from 'express';

export const MAX_BODY_BYTES = 5 * 1024 * 1024;
/** Keys and items; more would hold up everybody else for seconds. */
export const MAX_BODY_ITEMS = 250_000;
const BODY_TIMEOUT_MS = 30_000;

/**
 * Reads a JSON body strictly (see `parseStrictJson`) into `req.body`; at most
 * 5 MiB and 250,000 keys and items, uncompressed, UTF-8. Faults end in
 * `contractErrorHandler`.
 *
 * @param options - `timeoutMs`: how long the body may take to arrive, 30 s by
 * default.
 */
export function strictJsonBody(
  options: { timeoutMs?: number } = {},
): RequestHandler[] {
  const { timeoutMs = BODY_TIMEOUT_MS } = options;
  const raw = express.raw({
    type: () => true,
    limit: MAX_BODY_BYTES,
    inflate: false,
  });
  return [
    inTime(raw, timeoutMs),
    (req, _res, next) => {
      if (!Buffer.isBuffer(req.body)) {
        next(
          new ContractError('request body', [
            { path: '', message: 'is empty' },
          ]),
        );
        return;
      }
      try {
        const text = new TextDecoder('utf-8', {
          fatal: true,
          ignoreBOM: true,
        }).decode(req.body);
        req.body = parseStrictJson(text, 'request body', {
          maxItems: MAX_BODY_ITEMS,
        });
        next();
      } catch (error) {
        next(
          error instanceof ContractError
            ? error
            : new ContractError('request body', [
                { path: '', message: 'is not valid UTF-8' },
              ]),
        );
      }
    },
  ];
}

/** Answers contract faults with 400 and every path at fault; 408, 413 and 415 in words. */
export function contractErrorHandler(): ErrorRequestHandler {
  return (error, req, res, next) => {
    const answer = (statusCode: number, name: string, body: object) =>
      res.status(statusCode).json({
        error: { name, ...body },
        request: { method: req.method, url: req.url },
        response: { statusCode },
      });
    if (error instanceof ContractError) {
      answer(400, 'InputError', {
        message: error.message,
        faults: error.faults,
      });
    } else if (error?.type === 'entity.too.large') {
      answer(413, 'PayloadTooLargeError', {
        message: `The body is larger than ${MAX_BODY_BYTES} bytes; nothing was stored.`,
      });
    } else if (error?.type === 'body.late') {
      // Whatever of it is still to come is not waited for.
      res.set('Connection', 'close');
      answer(408, 'RequestTimeoutError', {
        message: `The body did not arrive in time; nothing was stored.`,
      });
    } else if (error?.type === 'encoding.unsupported') {
      answer(415, 'UnsupportedMediaTypeError', {
        message: 'Send the body uncompressed, without Content-Encoding.',
      });
    } else {
      next(error);
    }
  };
}
