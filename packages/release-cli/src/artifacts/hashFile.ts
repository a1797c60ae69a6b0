import { createHash } from 'node:crypto';
import { openToRead } from '../files/openToRead';

export type FileDigest = {
  /** Lower-case hex. */
  sha256: string;
  sizeBytes: number;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
};

/**
 * Digest and size of a file of any size, read as a stream.
 *
 * @throws Error when it is no regular file, or changes while it is read.
 */
export async function hashFile(path: string): Promise<FileDigest> {
  const file = await openToRead(path);
  try {
    const before = await file.stat();
    if (!before.isFile()) throw new Error('is not a file');
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
    const after = await file.stat();
    if (sizeBytes !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new Error('changed while it was read; emit after the build');
    }
    return {
      sha256: hash.digest('hex'),
      sizeBytes,
      modifiedAt: Math.floor(after.mtimeMs),
    };
  } finally {
    await file.close();
  }
}
