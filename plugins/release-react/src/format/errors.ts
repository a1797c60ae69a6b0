import { ResponseError, isError } from '@backstage/errors';

export type ErrorKind =
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'unavailable'
  | 'other';

function kindOf(status: number): ErrorKind {
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 404) return 'notFound';
  if (status === 409) return 'conflict';
  if (status === 502 || status === 503 || status === 504) return 'unavailable';
  return 'other';
}

/** What a failed request means, and its message for people. */
export function describeError(error: unknown): {
  kind: ErrorKind;
  message: string;
} {
  if (ResponseError.is(error)) {
    const { statusCode, body, message } = error;
    return {
      kind: kindOf(statusCode),
      message: body.error?.message || message,
    };
  }
  if (isError(error)) {
    const unreachable =
      error.name === 'TimeoutError' || error.name === 'TypeError';
    return unreachable
      ? {
          kind: 'unavailable',
          message:
            error.name === 'TimeoutError'
              ? error.message
              : `The portal's backend could not be reached (${error.message}).`,
        }
      : { kind: 'other', message: error.message };
  }
  return { kind: 'other', message: String(error) };
}
