import { visit } from 'jsonc-parser';
import { ContractError, formatPath } from '../contracts/parseContract';

const MAX_DEPTH = 64;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

function refuse(document: string, path: string, message: string): never {
  throw new ContractError(document, [{ path, message }]);
}

/** A scan without recursion, so that a hostile depth or size never reaches a parser. */
function checkShape(text: string, document: string, maxItems: number) {
  let depth = 0;
  let items = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
    } else if (char === '"') {
      inString = true;
    } else if (char === '{' || char === '[') {
      depth++;
      if (depth > MAX_DEPTH) {
        refuse(document, '', `is nested deeper than ${MAX_DEPTH} levels`);
      }
      items++;
    } else if (char === ',') {
      items++;
    } else if (char === '}' || char === ']') {
      depth--;
    }
    if (items > maxItems) {
      refuse(document, '', `holds more than ${maxItems} keys and items`);
    }
  }
}

/** Why a number is not what was written, or undefined when it is. */
function lostValue(value: number, literal: string): string | undefined {
  if (!Number.isFinite(value)) return 'is out of range for a number';
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return 'is too large to be exact';
  }
  if (value === 0 && /[1-9]/.test(literal.replace(/e.*$/i, ''))) {
    return 'is too small to be told from zero';
  }
  return undefined;
}

/**
 * Parses JSON (RFC 8259) and refuses what JSON.parse lets pass silently:
 * duplicate keys, keys that reach a prototype, a byte order mark, numbers that
 * lose their value, and hostile depth.
 *
 * @param document - what to call the text in errors, such as `build-info`
 * @param limits - `maxItems`: keys and items of all objects and lists together;
 * reading a million takes seconds
 * @throws ContractError naming the path at fault.
 */
export function parseStrictJson(
  text: string,
  document: string,
  { maxItems = Infinity }: { maxItems?: number } = {},
): unknown {
  if (text.trim() === '') refuse(document, '', 'is empty');
  if (text.charCodeAt(0) === 0xfeff) {
    refuse(document, '', 'starts with a byte order mark; send plain UTF-8');
  }
  checkShape(text, document, maxItems);

  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    refuse(
      document,
      '',
      `is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }

  const seen: Array<Set<string>> = [];
  visit(text, {
    onObjectBegin: () => {
      seen.push(new Set());
    },
    onObjectEnd: () => {
      seen.pop();
    },
    onObjectProperty: (key, _offset, _length, _line, _column, path) => {
      const refuseKey = (message: string) =>
        refuse(document, formatPath([...path(), key]), message);
      if (FORBIDDEN_KEYS.has(key)) refuseKey('is a forbidden key');
      const keys = seen[seen.length - 1];
      if (keys.has(key)) refuseKey('stands twice');
      keys.add(key);
    },
    onLiteralValue: (value, offset, length, _line, _column, path) => {
      if (typeof value !== 'number') return;
      const message = lostValue(value, text.slice(offset, offset + length));
      if (message) refuse(document, formatPath(path()), message);
    },
  });
  return parsed;
}
