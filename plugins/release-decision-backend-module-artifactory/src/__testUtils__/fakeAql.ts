/** A file as AQL sees it. */
export type AqlItem = Record<
  'repo' | 'path' | 'name' | 'size' | 'modified' | 'sha256' | 'type',
  string
>;

const FIELDS = ['repo', 'path', 'name', 'size', 'modified', 'sha256', 'type'];

export class AqlError extends Error {
  readonly name = 'AqlError';
}

/** Takes one JSON value off the front; strings may hold any bracket. */
function takeJson(text: string): { value: unknown; rest: string } {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
      continue;
    }
    if (character === '"') inString = true;
    if (character === '{' || character === '[') depth++;
    if (character === '}' || character === ']') depth--;
    if (depth === 0) {
      return {
        value: JSON.parse(text.slice(0, at + 1)),
        rest: text.slice(at + 1),
      };
    }
  }
  throw new AqlError('unbalanced');
}

function take(text: string, prefix: string): string {
  if (!text.startsWith(prefix)) {
    throw new AqlError(`expected ${prefix} at ${text.slice(0, 30)}`);
  }
  return text.slice(prefix.length);
}

function compare(operator: string, actual: string, value: string): boolean {
  switch (operator) {
    case '$eq':
      return actual === value;
    case '$ne':
      return actual !== value;
    case '$gt':
      return actual > value;
    case '$lt':
      return actual < value;
    case '$match': {
      const parts = value
        .split('*')
        .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      return new RegExp(`^${parts.join('.*')}$`, 's').test(actual);
    }
    default:
      throw new AqlError(`unknown operator ${operator}`);
  }
}

function matches(criteria: unknown, item: AqlItem): boolean {
  if (typeof criteria !== 'object' || criteria === null) {
    throw new AqlError('criteria must be an object');
  }
  return Object.entries(criteria).every(([key, value]) => {
    if (key === '$and') {
      return (value as unknown[]).every(one => matches(one, item));
    }
    if (key === '$or') {
      return (value as unknown[]).some(one => matches(one, item));
    }
    if (!FIELDS.includes(key)) throw new AqlError(`unknown field ${key}`);
    const actual = item[key as keyof AqlItem];
    if (typeof value === 'string') return actual === value;
    return Object.entries(value as Record<string, string>).every(
      ([operator, expected]) =>
        key === 'modified'
          ? compare(
              operator,
              new Date(actual).toISOString(),
              new Date(expected).toISOString(),
            )
          : compare(operator, actual, expected),
    );
  });
}

/** Runs a query of the form that this fake knows; anything else is refused. */
export function runAql(query: string, items: readonly AqlItem[]): AqlItem[] {
  const criteria = takeJson(take(query, 'items.find('));
  let rest = take(criteria.rest, ').include(');
  const include = /^("[a-z0-9]+"(?:,"[a-z0-9]+")*)\)/.exec(rest);
  if (!include) throw new AqlError('include');
  rest = take(rest.slice(include[0].length), '.sort(');
  const sort = takeJson(rest);
  const order = (sort.value as { $asc: Array<keyof AqlItem> }).$asc;
  const limit = /^\)\.limit\((\d+)\)$/.exec(sort.rest);
  if (!limit) throw new AqlError(`unexpected ${sort.rest}`);
  return items
    .filter(item => matches(criteria.value, item))
    .sort((a, b) => {
      const field = order.find(name => a[name] !== b[name]);
      if (!field) return 0;
      return a[field] < b[field] ? -1 : 1;
    })
    .slice(0, Number(limit[1]));
}
