import { constants } from 'node:fs';
import { FileHandle, open } from 'node:fs/promises';

/** A pipe that nobody writes into would be waited for; Windows has no such flag. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Opens whatever lies at the path at once; the caller looks whether it is a file. */
export function openToRead(path: string): Promise<FileHandle> {
  return open(path, FLAGS);
}
