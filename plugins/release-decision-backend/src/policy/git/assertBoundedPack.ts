import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

export type PackLimits = {
  objects: number;
  /** Inflated size of one object, in bytes. */
  objectBytes: number;
  /** Inflated size of all objects, in bytes. */
  totalBytes: number;
};

/** A pack is damaged, or unpacks to more than a policy needs. */
export class PackError extends Error {
  readonly name = 'PackError';
}

const HEADER_BYTES = 12;
const CHECKSUM_BYTES = 20;
const OFS_DELTA = 6;
const REF_DELTA = 7;
const KINDS = new Set([1, 2, 3, 4, OFS_DELTA, REF_DELTA]);

type Cursor = { at: number };

function nextByte(bytes: Uint8Array, cursor: Cursor): number {
  const byte = bytes[cursor.at];
  if (byte === undefined) throw new PackError('the pack ends too early');
  cursor.at++;
  return byte;
}

/** Little-endian groups of seven bits, the first of `firstBits`. */
function readSize(bytes: Uint8Array, cursor: Cursor, firstBits: number) {
  let byte = nextByte(bytes, cursor);
  const kind = (byte >> 4) & 0b111;
  let size = byte % 2 ** firstBits;
  let scale = 2 ** firstBits;
  while (byte >= 0x80) {
    byte = nextByte(bytes, cursor);
    size += (byte % 0x80) * scale;
    scale *= 0x80;
    if (scale > 2 ** 49) throw new PackError('a size in the pack has no end');
  }
  return { kind, size };
}

function skipBase(pack: Uint8Array, kind: number, cursor: Cursor) {
  if (kind === REF_DELTA) cursor.at += CHECKSUM_BYTES;
  if (kind === OFS_DELTA) while (nextByte(pack, cursor) >= 0x80);
}

/** Size of what a delta makes of its base. */
function resultSize(delta: Uint8Array): number {
  const cursor = { at: 0 };
  readSize(delta, cursor, 7);
  return readSize(delta, cursor, 7).size;
}

function inflateOne(pack: Buffer, cursor: Cursor, size: number): Buffer {
  try {
    // With `info`, Node gives back the engine, which knows what it has read.
    const { buffer, engine } = inflateSync(pack.subarray(cursor.at), {
      info: true,
      maxOutputLength: Math.max(1, size),
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    if (buffer.byteLength !== size) {
      throw new Error(`${size} bytes were announced`);
    }
    cursor.at += engine.bytesWritten;
    return buffer;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PackError(`an object of the pack is damaged (${reason})`);
  }
}

/**
 * Walks a pack (gitformat-pack, version 2) before anything else reads it, so
 * that a small answer cannot unpack to more memory than the limits allow.
 *
 * @throws PackError
 */
export function assertBoundedPack(pack: Buffer, limits: PackLimits): void {
  if (
    pack.byteLength < HEADER_BYTES + CHECKSUM_BYTES ||
    pack.toString('latin1', 0, 4) !== 'PACK' ||
    pack.readUInt32BE(4) !== 2
  ) {
    throw new PackError('the answer holds no pack of version 2');
  }
  const end = pack.byteLength - CHECKSUM_BYTES;
  const body = pack.subarray(0, end);
  if (!createHash('sha1').update(body).digest().equals(pack.subarray(end))) {
    throw new PackError('the pack does not have its own checksum');
  }
  const objects = pack.readUInt32BE(8);
  if (objects > limits.objects) {
    throw new PackError(
      `it holds ${objects} files and folders, more than ${limits.objects}`,
    );
  }
  const cursor = { at: HEADER_BYTES };
  let total = 0;
  const count = (size: number) => {
    total += size;
    if (size > limits.objectBytes || total > limits.totalBytes) {
      throw new PackError(
        `it unpacks to more than ${limits.objectBytes} bytes in one file or ${limits.totalBytes} bytes in all`,
      );
    }
  };
  for (let left = objects; left > 0; left--) {
    const { kind, size } = readSize(body, cursor, 4);
    if (!KINDS.has(kind)) throw new PackError(`the pack holds kind ${kind}`);
    count(size);
    skipBase(body, kind, cursor);
    const content = inflateOne(body, cursor, size);
    if (kind === OFS_DELTA || kind === REF_DELTA) count(resultSize(content));
  }
  if (cursor.at !== end) throw new PackError('the pack goes on after its end');
}
