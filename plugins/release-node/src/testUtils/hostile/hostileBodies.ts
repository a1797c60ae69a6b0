import { gzipSync } from 'node:zlib';
import { RawRequest } from './exchange';

export type HostileBody = {
  name: string;
  body: string | Uint8Array;
  headers?: Record<string, string>;
  length?: RawRequest['length'];
  /** Statuses that are right. */
  status: readonly number[];
  /** What the answer says, of a 400 the path at fault included. */
  words: RegExp;
};

const MIB = 1024 * 1024;

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

/** As many keys as fit into the largest body that is taken. */
function manyKeys(bytes: number): string {
  const keys: string[] = [];
  for (let size = 2, at = 0; size < bytes - 16; at++) {
    const key = `"k${at.toString(36)}":0`;
    keys.push(key);
    size += key.length + 1;
  }
  return `{${keys.join(',')}}`;
}

const bad = (
  name: string,
  body: string | Uint8Array,
  words: RegExp,
): HostileBody => ({ name, body, words, status: [400] });

/**
 * What no JSON route of the portal may take, whatever it is about, made from a
 * body that the route does take.
 *
 * @param valid - text of a JSON object.
 */
export function hostileBodies(valid: string): HostileBody[] {
  const rest = valid.trim().slice(1);
  const [, key] = /^\{\s*"([^"]+)"/.exec(valid.trim()) ?? [];
  if (!key) throw new Error('The valid body is no object with a key');
  const escaped = `\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return [
    bad('nothing', '', /is empty/),
    bad('white space', ' \n\t ', /is empty/),
    bad('half of it', valid.slice(0, valid.length >> 1), /is not JSON/),
    bad('trailing data', `${valid}{}`, /is not JSON/),
    bad('a NUL behind it', `${valid}\u0000`, /is not JSON/),
    bad('a byte order mark', `\ufeff${valid}`, /byte order mark/),
    bad('UTF-16', Buffer.from(valid, 'utf16le'), /is not JSON/),
    bad(
      'UTF-16 with a mark',
      Buffer.from(`\ufeff${valid}`, 'utf16le'),
      /is not valid UTF-8/,
    ),
    bad('broken UTF-8', Buffer.from([0x7b, 0xc3, 0x28]), /not valid UTF-8/),
    bad(
      'a surrogate in UTF-8',
      Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
      /not valid UTF-8/,
    ),
    bad('a list', `[${valid}]`, /\(document\): /),
    bad('null', 'null', /\(document\): /),
    bad('a number', '7', /\(document\): /),
    bad('a text', JSON.stringify(valid), /\(document\): /),
    bad('NaN', `{"n":NaN,${rest}`, /is not JSON/),
    bad('Infinity', `{"n":Infinity,${rest}`, /is not JSON/),
    bad('1e400', `{"n":1e400,${rest}`, /n: is out of range/),
    bad('2^53 + 1', `{"n":9007199254740993,${rest}`, /n: is too large/),
    bad('depth 10^5', `{"n":${deep(100_000)},${rest}`, /nested deeper/),
    bad('a key twice', `{"${key}":null,${rest}`, /stands twice/),
    bad(
      'a key twice, escaped',
      `{"${escaped}${key.slice(1)}":null,${rest}`,
      /stands twice/,
    ),
    bad('__proto__', `{"__proto__":{"a":1},${rest}`, /__proto__: is a forbid/),
    bad(
      'constructor.prototype',
      `{"constructor":{"prototype":{"a":1}},${rest}`,
      /constructor: is a forbidden/,
    ),
    bad('an unknown key', `{"x-1":1,${rest}`, /\["x-1"\]: unknown key/),
    bad(
      'a look-alike key',
      `{"${key.replace(/[aeo]/, '\u0430')}":1,${rest}`,
      /unknown key/,
    ),
    bad('a right-to-left key', `{"\u202e${key}":1,${rest}`, /unknown key/),
    bad('NFC and NFD twins', `{"\u00e9":1,"e\u0301":1,${rest}`, /unknown key/),
  ];
}

/** What would fill the memory of whoever reads it, whatever it is about. */
export function hugeBodies(): HostileBody[] {
  const text = Buffer.alloc(100_000_000, 'x');
  text.write('{"n":"');
  text.write('"}', text.length - 2);
  // The answer is lost where the server hangs up on what still comes.
  const tooLarge = { status: [413, 0], words: /larger than \d+ bytes|^$/ };
  return [
    { name: 'a text of 100 MB', body: text, ...tooLarge },
    { name: 'the same in chunks', body: text, length: 'chunked', ...tooLarge },
    bad('500,000 keys', manyKeys(5 * MIB), /more than 250000 keys/),
    {
      name: 'a gzip bomb',
      body: gzipSync(Buffer.alloc(64 * MIB, 0x20)),
      headers: { 'Content-Encoding': 'gzip' },
      status: [415],
      words: /uncompressed/,
    },
    {
      name: 'an encoding that there is not',
      body: '{}',
      headers: { 'Content-Encoding': 'br, x-own' },
      status: [415],
      words: /uncompressed/,
    },
  ];
}
