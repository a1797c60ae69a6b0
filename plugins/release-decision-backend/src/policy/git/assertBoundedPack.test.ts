import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { PolicyRepository } from '../../__testUtils__/PolicyRepository';
import { PackLimits, assertBoundedPack } from './assertBoundedPack';

const limits: PackLimits = {
  objects: 1000,
  objectBytes: 100_000,
  totalBytes: 1_000_000,
};

const sealed = (body: Buffer) =>
  Buffer.concat([body, createHash('sha1').update(body).digest()]);

function header(objects: number) {
  const bytes = Buffer.from('PACK\0\0\0\u0002\0\0\0\0', 'latin1');
  bytes.writeUInt32BE(objects, 8);
  return bytes;
}

/** Groups of seven bits, the first of four after the kind. */
function entryHeader(kind: number, size: number) {
  const bytes = [];
  let rest = Math.floor(size / 16);
  let byte = kind * 16 + (size % 16);
  while (rest > 0) {
    bytes.push(byte + 128);
    byte = rest % 128;
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, byte]);
}

const blob = (content: Buffer, announced = content.byteLength) =>
  Buffer.concat([entryHeader(3, announced), deflateSync(content)]);

const pack = (...entries: Buffer[]) =>
  sealed(Buffer.concat([header(entries.length), ...entries]));

const check = (bytes: Buffer, change: Partial<PackLimits> = {}) =>
  assertBoundedPack(bytes, { ...limits, ...change });

describe('a pack that Git made', () => {
  let bytes: Buffer;
  beforeAll(() => {
    const repository = PolicyRepository.create();
    for (let n = 0; n < 5; n++) {
      repository.commit({ list: `${'the same\n'.repeat(900)}${n}\n` });
    }
    bytes = execFileSync('git', ['pack-objects', '--all', '--stdout', '-q'], {
      cwd: repository.folder,
      input: '',
    });
    repository.remove();
  });

  it('is walked to its end, deltas included', () => {
    expect(() => check(bytes)).not.toThrow();
    expect(bytes.readUInt32BE(8)).toBeGreaterThan(15);
  });

  it('counts what deltas unpack to', () => {
    // Five lists of 8 kB each; all but one are deltas of some bytes.
    expect(() => check(bytes, { totalBytes: 40_000 })).toThrow(
      /40000 bytes in all/,
    );
  });

  it('is refused wherever a byte is another one', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: bytes.byteLength - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, by) => {
          const spoiled = Buffer.from(bytes);
          spoiled[at] = (spoiled[at] + by) % 256;
          expect(() => check(spoiled)).toThrow(
            expect.objectContaining({ name: 'PackError' }),
          );
        },
      ),
    );
  });
});

it.each([
  ['nothing', Buffer.alloc(0), /holds no pack of version 2/],
  ['no pack', Buffer.alloc(40), /holds no pack of version 2/],
  [
    'a wrong checksum',
    Buffer.concat([header(0), Buffer.alloc(20)]),
    /checksum/,
  ],
  ['too many objects', sealed(header(1001)), /1001 files and folders, more/],
  ['fewer objects than it says', sealed(header(3)), /ends too early/],
  [
    'more than it says',
    sealed(Buffer.concat([header(0), blob(Buffer.from('x'))])),
    /goes on after its end/,
  ],
  ['a large object', pack(blob(Buffer.alloc(100_001))), /100000 bytes in one/],
  [
    'many objects that are large together',
    pack(...Array.from({ length: 11 }, () => blob(Buffer.alloc(100_000)))),
    /1000000 bytes in all/,
  ],
  [
    'an object larger than it says',
    pack(blob(Buffer.alloc(10_000_000), 10)),
    /is damaged/,
  ],
  [
    'an object smaller than it says',
    pack(blob(Buffer.alloc(5), 10)),
    /damaged/,
  ],
  [
    'a size without an end',
    sealed(Buffer.concat([header(1), Buffer.alloc(30, 0xff)])),
    /a size in the pack has no end/,
  ],
  [
    'an unknown kind',
    pack(Buffer.concat([entryHeader(5, 1), deflateSync(Buffer.from('x'))])),
    /the pack holds kind 5/,
  ],
])('refuses %s', (_title, bytes, words) => {
  expect(() => check(bytes)).toThrow(words);
});

it('refuses whatever bytes come, under their own checksum too', () => {
  const body = fc.uint8Array({ minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), body, (objects, bytes) => {
      const made = sealed(Buffer.concat([header(objects), bytes]));
      expect(() => check(made)).toThrow(
        expect.objectContaining({ name: 'PackError' }),
      );
    }),
    { numRuns: 2000 },
  );
});
