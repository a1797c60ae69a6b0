import { formatPath } from '@adaptive-delivery/plugin-release-common';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function search(
  a: unknown,
  b: unknown,
  path: PropertyKey[],
): PropertyKey[] | null {
  if (Object.is(a, b)) return null;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) {
    return path;
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  for (const key of keys) {
    const step = Array.isArray(a) ? Number(key) : key;
    const found = search(a[key], b[key], [...path, step]);
    if (found) return found;
  }
  return null;
}

/** Path of the first place in which two JSON values differ; null when none. */
export function firstDifference(a: unknown, b: unknown): string | null {
  const path = search(a, b, []);
  return path && formatPath(path);
}
