import { UnfitFileError } from '../files/readBounded';

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/**
 * The text of a report: UTF-8, or UTF-16 by its byte order mark, as some
 * Windows tools write it; without the mark.
 *
 * @param isStrict - refuse bytes that are no text, instead of marking each
 */
export function decodeReport(bytes: Buffer, isStrict: boolean): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: isStrict }).decode(bytes);
  } catch {
    throw new UnfitFileError(`is not ${encoding.toUpperCase()} text`);
  }
}
