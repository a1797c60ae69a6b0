import { isError } from '@backstage/errors';
import { UnfitFileError } from './readBounded';

/**
 * What a failed read or write says about the file; other errors are faults of
 * the program and thrown on.
 */
export function fileFault(error: unknown): string {
  if (error instanceof UnfitFileError) return error.message;
  if (isError(error) && 'syscall' in error) return error.message;
  throw error;
}
