function isPlainObject(value: object) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * The canonical form of a JSON value after RFC 8785 (JCS): keys sorted by
 * UTF-16 code units, numbers as ECMAScript prints them, no white space.
 * Properties that are `undefined` are left out, as JSON.stringify does.
 *
 * @throws TypeError for what JSON cannot hold (NaN, Infinity, functions, dates, lone surrogates).
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) {
        throw new TypeError('a lone surrogate has no canonical JSON form');
      }
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) {
        throw new TypeError(`${value} has no JSON form`);
      }
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) {
        return `[${Array.from(value, canonicalJson).join(',')}]`;
      }
      if (!isPlainObject(value)) {
        throw new TypeError(
          `${value.constructor?.name ?? 'this object'} has no JSON form`,
        );
      }
      return `{${Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => `${canonicalJson(key)}:${canonicalJson(item)}`)
        .join(',')}}`;
    default:
      throw new TypeError(`${typeof value} has no JSON form`);
  }
}
