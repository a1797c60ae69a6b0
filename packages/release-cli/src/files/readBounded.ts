import { openToRead } from './openToRead';

/** A file that is there, but not what is asked for. */
export class UnfitFileError extends Error {
  readonly name = 'UnfitFileError';
}

export type BoundedFile = {
  bytes: Buffer;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
};

/**
 * A file of at most so many bytes.
 *
 * @throws UnfitFileError saying what is wrong with the file; or as the file system does.
 */
export async function readBytesBounded(
  path: string,
  maxBytes: number,
): Promise<BoundedFile> {
  const file = await openToRead(path);
  try {
    const info = await file.stat();
    if (!info.isFile()) throw new UnfitFileError('is not a file');
    if (info.size > maxBytes)
      throw new UnfitFileError(`is larger than ${maxBytes} bytes`);
    return {
      bytes: await file.readFile(),
      modifiedAt: Math.floor(info.mtimeMs),
    };
  } finally {
    await file.close();
  }
}

/**
 * A text file of at most so many bytes, in UTF-8.
 *
 * @throws UnfitFileError saying what is wrong with the file; or as the file system does.
 */
export async function readBounded(path: string, maxBytes: number) {
  const { bytes } = await readBytesBounded(path, maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    throw new UnfitFileError('is not UTF-8 text');
  }
}
