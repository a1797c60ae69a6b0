import {
  Document,
  LineCounter,
  Node,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
} from 'yaml';

/** Where in a file, both from 1. */
export type Position = { line: number; column: number };

export type YamlFault = { position: Position | null; message: string };

export type ParsedYaml = {
  /** Undefined when the YAML itself is at fault. */
  document: unknown;
  faults: YamlFault[];
  /** Of the deepest of these keys that the file holds. */
  positionOf: (keys: readonly PropertyKey[]) => Position | null;
};

/** More would be an alias bomb and not a policy. */
const MAX_ALIASES = 100;

type Found = { at: number; node: Node | null };

function child(node: Node | null, key: PropertyKey): Found | null {
  if (isMap(node)) {
    const pair = node.items.find(
      item => isScalar(item.key) && String(item.key.value) === String(key),
    );
    if (!pair || !isNode(pair.key)) return null;
    return {
      at: pair.key.range?.[0] ?? 0,
      node: isNode(pair.value) ? pair.value : null,
    };
  }
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return isNode(item) ? { at: item.range?.[0] ?? 0, node: item } : null;
  }
  return null;
}

function offsetOf(document: Document, keys: readonly PropertyKey[]) {
  let found: Found | null = isNode(document.contents)
    ? { at: document.contents.range?.[0] ?? 0, node: document.contents }
    : null;
  for (const key of keys) {
    const next: Found | null = found && child(found.node, key);
    if (!next) break;
    found = next;
  }
  return found?.at ?? null;
}

/**
 * Reads one YAML 1.2 document and remembers where its keys stand. Duplicate
 * keys, tags and several documents are faults.
 */
export function parsePolicyYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    version: '1.2',
    schema: 'core',
  });
  const toPosition = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const positionOf = (keys: readonly PropertyKey[]) => {
    const offset = offsetOf(document, keys);
    return offset === null ? null : toPosition(offset);
  };
  const faults = [...document.errors, ...document.warnings]
    // One slip often makes several errors at the same place.
    .filter(
      ({ pos }, index, all) =>
        all.findIndex(other => other.pos[0] === pos[0]) === index,
    )
    .map(({ pos, message }) => ({ position: toPosition(pos[0]), message }));
  if (faults.length > 0) return { document: undefined, faults, positionOf };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { document: value, faults: [], positionOf };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      document: undefined,
      faults: [{ position: null, message }],
      positionOf,
    };
  }
}
