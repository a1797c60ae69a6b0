import { isError } from '@backstage/errors';

/** The message of an error, from whatever was thrown. */
export const errorWords = (error: unknown) =>
  isError(error) ? error.message : String(error);
