import {
  ContractError,
  parseStrictJson,
} from '@adaptive-delivery/plugin-release-common';
import express, { ErrorRequestHandler, RequestHandler } from 'express';

export const MAX_BODY_BYTES = 5 * 1024 * 1024;

/**
 * Reads a JSON body strictly (see `parseStrictJson`) into `req.body`; at most
 * 5 MiB, uncompressed, UTF-8. Faults end in `contractErrorHandler`.
 */
export function strictJsonBody(): RequestHandler[] {
  const raw = express.raw({
    type: () => true,
    limit: MAX_BODY_BYTES,
    inflate: false,
  });
  return [
    raw,
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
        req.body = parseStrictJson(text, 'request body');
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

/** Answers contract faults with 400 and every path at fault; 413 and 415 in words. */
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
    } else if (error?.type === 'encoding.unsupported') {
      answer(415, 'UnsupportedMediaTypeError', {
        message: 'Send the body uncompressed, without Content-Encoding.',
      });
    } else {
      next(error);
    }
  };
}
