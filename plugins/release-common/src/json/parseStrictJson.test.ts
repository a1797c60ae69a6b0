import fc from 'fast-check';
import { ContractError, Fault } from '../contracts/parseContract';
import { parseStrictJson } from './parseStrictJson';

function faultOf(text: string): Fault {
  try {
    parseStrictJson(text, 'document');
  } catch (error) {
    expect(error).toBeInstanceOf(ContractError);
    return (error as ContractError).faults[0];
  }
  throw new Error('was accepted');
}

const refused: Array<[string, string, string, RegExp]> = [
  ['nothing', '', '', /empty/],
  ['white space', ' \n\t', '', /empty/],
  ['a truncated document', '{"a": [1, 2', '', /not JSON/],
  ['trailing data', '{} {}', '', /not JSON/],
  ['a trailing comma', '[1,]', '', /not JSON/],
  ['a comment', '{"a": 1 /* no */}', '', /not JSON/],
  ['single quotes', "{'a': 1}", '', /not JSON/],
  ['a NUL', '{"a": 1}\u0000', '', /not JSON/],
  ['a raw line break in a text', '{"a": "x\ny"}', '', /not JSON/],
  ['NaN', '{"a": NaN}', '', /not JSON/],
  ['Infinity', '{"a": -Infinity}', '', /not JSON/],
  ['a leading zero', '{"a": 010}', '', /not JSON/],
  ['hexadecimal', '{"a": 0x10}', '', /not JSON/],
  ['a byte order mark', '\ufeff{}', '', /byte order mark/],
  ['UTF-16 read as text', '{\u0000"\u0000a\u0000', '', /not JSON/],
  ['1e400', '{"a": {"b": [0, 1e400]}}', 'a.b[1]', /out of range/],
  ['-1e400', '{"a": -1e400}', 'a', /out of range/],
  ['1e-400', '{"a": 1e-400}', 'a', /too small/],
  ['2^53 + 1', '{"a": 9007199254740993}', 'a', /too large to be exact/],
  ['2^53 + 1 as a fraction', '{"a": 9007199254740993.0}', 'a', /too large/],
  ['a large power', '{"a": 1e30}', 'a', /too large to be exact/],
  ['a duplicate', '{"a": 1, "a": 1}', 'a', /twice/],
  ['a duplicate in disguise', '{"a": 1, "\\u0061": 1}', 'a', /twice/],
  [
    'a duplicate far down',
    '{"x": [{"a": 1, "b": {}, "a": 2}]}',
    'x[0].a',
    /twice/,
  ],
  [
    '__proto__',
    '{"a": {"__proto__": {"isAdmin": true}}}',
    'a.__proto__',
    /forbidden/,
  ],
  ['__proto__ in disguise', '{"\\u005f_proto__": 1}', '__proto__', /forbidden/],
  [
    'constructor.prototype',
    '{"constructor": {"prototype": {}}}',
    'constructor',
    /forbidden/,
  ],
  ['deep arrays', '['.repeat(100_000), '', /nested deeper/],
  [
    'deep objects',
    `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
    '',
    /nested deeper/,
  ],
];

describe('parseStrictJson', () => {
  it.each(refused)('refuses %s', (_what, text, path, message) => {
    const fault = faultOf(text);
    expect(fault.path).toBe(path);
    expect(fault.message).toMatch(message);
    expect(fault.message.length).toBeLessThan(300);
  });

  it.each([
    ['null', null],
    ['[]', []],
    ['"text"', 'text'],
    ['{"a": -0}', { a: -0 }],
    ['{"a": 9007199254740991}', { a: 9007199254740991 }],
    ['{"a": 0.0e-999}', { a: 0 }],
    ['{"a": 5e-324}', { a: 5e-324 }],
    ['{"a": "[[[{{{\\"\\\\"}', { a: '[[[{{{"\\' }],
    ['[{"a": 1}, {"a": 1}]', [{ a: 1 }, { a: 1 }]],
    ['{"é": 1, "e\u0301": 2}', { é: 1, 'e\u0301': 2 }],
  ])('reads %s', (text, value) => {
    expect(parseStrictJson(text, 'document')).toEqual(value);
  });

  it('does not pollute a prototype while refusing', () => {
    faultOf('{"__proto__": {"polluted": true}}');
    expect({}).not.toHaveProperty('polluted');
  });

  it('reads a million keys and a text of many megabytes in bounded time', () => {
    const keys = Array.from({ length: 1_000_000 }, (_, i) => `"${i}":0`);
    const many = `{${keys.join(',')}}`;
    expect(Object.keys(parseStrictJson(many, 'd') as object)).toHaveLength(
      1_000_000,
    );
    const long = 'x'.repeat(30_000_000);
    expect(parseStrictJson(`"${long}"`, 'd')).toHaveLength(30_000_000);
  });

  it.each([
    ['keys', '{"a":1,"b":[2,{"c":3}]}', 5],
    ['items', '[[1],[2,3]]', 5],
  ])('holds %s to a limit', (_what, text, items) => {
    expect(() => parseStrictJson(text, 'd', { maxItems: items })).not.toThrow();
    expect(() => parseStrictJson(text, 'd', { maxItems: items - 1 })).toThrow(
      `holds more than ${items - 1} keys and items`,
    );
  });

  it('counts no commas and brackets of texts', () => {
    expect(parseStrictJson('["[,{,"]', 'd', { maxItems: 1 })).toEqual(['[,{,']);
  });

  it('reads whatever JSON.stringify writes of safe values', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 8 }).filter(value => {
          const text = JSON.stringify(value);
          return !/"(?:__proto__|constructor|prototype)":|\d{16}|e\+/.test(
            text,
          );
        }),
        value => {
          const text = JSON.stringify(value);
          expect(parseStrictJson(text, 'd')).toEqual(JSON.parse(text));
        },
      ),
    );
  });
});
