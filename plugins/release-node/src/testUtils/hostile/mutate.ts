/** A place in a JSON document. */
type Place = { path: Array<string | number>; value: unknown };

/** What is written in place of a value, or is done to the object around it. */
type Change = {
  name: string;
  /** The text of what stands there afterwards; null leaves it out. */
  write: (value: unknown) => string | null;
  suits?: (value: unknown) => boolean;
};

export type Mutation = {
  /** The document with one thing changed; it need not be JSON any more. */
  text: string;
  /** Where, as the portal writes paths: `artifacts[0].sha256`. */
  place: string;
  what: string;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Written as they are, because JSON.stringify could not. */
const LITERALS = [
  'null',
  'true',
  '0',
  '-0',
  '-1',
  '0.5',
  '1.0000000000000002',
  '101',
  '1e400',
  '-1e308',
  '1e308',
  '5e-324',
  '1e-400',
  '9007199254740991',
  '9007199254740993',
  '[]',
  '[[]]',
  '{}',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '"\\ud800"',
  '"\\udc00a"',
  '"\\u0000"',
  '"a\\u0000b"',
];

const TEXTS = [
  '',
  ' ',
  '0.9',
  'NaN',
  'x'.repeat(3000),
  'line\nbreak',
  'line\u2028break',
  'a\u202eb',
  'e\u0301',
  '\u00e9',
  'p\u0430yments',
  '\ufeffa',
  '$(touch x)',
  '`id`',
  '../../etc/passwd',
  '..\\..\\windows',
  '/etc/passwd',
  '-rf',
  'a;b',
  "a' OR '1'='1",
  'data:text/html,x',
  'A'.repeat(64),
  'a'.repeat(63),
  'f'.repeat(64),
  'component:default/../x',
  'component:default/other',
  '2026-11-20T10:00:00',
  '2026-11-20T10:00:00+05:00',
  '2026-02-30T10:00:00Z',
  '2026-11-20T23:59:60Z',
  '1969-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-11-20T10:05:00.123456789123Z',
];

const writing = (name: string, text: string): Change => ({
  name,
  write: () => text,
});

/** The text of an object with something in front of its keys. */
const withFirst = (value: unknown, first: string) =>
  `{${first},${JSON.stringify(value).slice(1)}`;

const firstKey = (value: unknown) => Object.keys(value as object)[0];

const hasKeys = (value: unknown) =>
  isObject(value) && Object.keys(value).length > 0;

const CHANGES: readonly Change[] = [
  { name: 'left out', write: () => null },
  ...LITERALS.map(text => writing(text, text)),
  ...TEXTS.map(text =>
    writing(JSON.stringify(text).slice(0, 60), JSON.stringify(text)),
  ),
  {
    name: 'as text',
    suits: value => typeof value === 'number',
    write: value => JSON.stringify(String(value)),
  },
  {
    name: 'upper case',
    suits: value => typeof value === 'string',
    write: value => JSON.stringify(String(value).toUpperCase()),
  },
  {
    name: 'every item twice',
    suits: value => Array.isArray(value) && value.length > 0,
    write: value => JSON.stringify([value, value].flat()),
  },
  {
    name: 'one key more',
    suits: hasKeys,
    write: value => withFirst(value, '"x":1'),
  },
  {
    name: 'a key twice',
    suits: hasKeys,
    write: value => withFirst(value, `"${firstKey(value)}":1`),
  },
  {
    name: 'a key twice, escaped',
    suits: hasKeys,
    write: value =>
      withFirst(
        value,
        `"\\u${firstKey(value)
          .charCodeAt(0)
          .toString(16)
          .padStart(4, '0')}${firstKey(value).slice(1)}":1`,
      ),
  },
];

function placesOf(value: unknown, path: Place['path'] = []): Place[] {
  if (Array.isArray(value)) {
    return [
      { path, value },
      ...value.flatMap((item, at) => placesOf(item, [...path, at])),
    ];
  }
  if (isObject(value)) {
    return [
      { path, value },
      ...Object.entries(value).flatMap(([key, item]) =>
        placesOf(item, [...path, key]),
      ),
    ];
  }
  return [{ path, value }];
}

/** The document's text with another text at one place. */
function writeAt(
  value: unknown,
  path: Place['path'],
  text: string | null,
): string {
  if (path.length === 0) return text ?? '';
  const [at, ...rest] = path;
  const inner = (item: unknown) =>
    rest.length === 0 ? text : writeAt(item, rest, text);
  if (Array.isArray(value)) {
    const items = value.map((item, index) =>
      index === at ? inner(item) : JSON.stringify(item),
    );
    return `[${items.filter(item => item !== null).join(',')}]`;
  }
  const entries = Object.entries(value as object).flatMap(([key, item]) => {
    const written = key === at ? inner(item) : JSON.stringify(item);
    return written === null ? [] : [`${JSON.stringify(key)}:${written}`];
  });
  return `{${entries.join(',')}}`;
}

const formatPlace = (path: Place['path']) =>
  path.reduce<string>(
    (text, key) =>
      typeof key === 'number'
        ? `${text}[${key}]`
        : `${text}${text && '.'}${key}`,
    '',
  );

/**
 * A document with one place of it changed: another type, a bound overstepped,
 * hostile Unicode, something left out, a key more or a key twice. Two numbers
 * choose, so that any generator can drive it.
 *
 * @param valid - a JSON value.
 * @param pick - whole numbers from 0 on: which place and which change.
 */
export function mutate(
  valid: unknown,
  pick: { place: number; change: number },
): Mutation {
  const places = placesOf(valid);
  const { path, value } = places[pick.place % places.length];
  const suitable = CHANGES.filter(({ suits }) => suits?.(value) ?? true);
  const change = suitable[pick.change % suitable.length];
  return {
    text: writeAt(valid, path, change.write(value)),
    place: formatPlace(path),
    what: change.name,
  };
}

/** A place and what it lies in, innermost first. */
function aroundPlace(place: string): string[] {
  const outer = place.replace(/(?:\[\d+\]|\.?[^.[\]]+)$/, '');
  return place === '' ? [] : [place, ...aroundPlace(outer)];
}

/**
 * Whether faults point at a place: one is at it, around it or in it, or names
 * it, as a fault between two fields does the other field.
 */
export function pointsAt(
  faults: ReadonlyArray<{ path: string; message: string }>,
  place: string,
): boolean {
  const key = /[^.[\]]+(?=(?:\[\d+\])*$)/.exec(place)?.[0];
  const named = [...aroundPlace(place), ...(key ? [key] : [])];
  return faults.some(
    ({ path, message }) =>
      path.startsWith(place) ||
      (path !== '' && place.startsWith(path)) ||
      named.some(name => message.includes(name)),
  );
}
