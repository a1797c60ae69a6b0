import { XMLParser, XMLValidator } from 'fast-xml-parser';

export type XmlNode = Readonly<Record<string, unknown>>;

/** Suites within suites, and a test with its output. */
const MAX_NESTING = 50;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  maxNestedTags: MAX_NESTING,
  isArray: (name, _path, _isLeaf, isAttribute) =>
    !isAttribute && name !== '?xml',
});

/** What may stand before the root element: white space, comments, instructions. */
const PROLOG = /^(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)/;

/** A document type that only names where its definition is; that is never fetched. */
const NAMED_DOCTYPE =
  /^<!DOCTYPE\s+[\w.-]+\s+(?:SYSTEM|PUBLIC\s+(?:"[^"<>]*"|'[^'<>]*'))\s+(?:"[^"<>]*"|'[^'<>]*')\s*>/i;

const DOCTYPE = /^<!DOCTYPE/i;

/** The document from its root on; line breaks before it are kept, for line numbers. */
function withoutProlog(xml: string, takesDoctype: boolean): string {
  let rest = xml;
  let lineBreaks = '';
  for (;;) {
    const match =
      PROLOG.exec(rest) ?? (takesDoctype ? NAMED_DOCTYPE.exec(rest) : null);
    if (!match) return lineBreaks + rest;
    lineBreaks += match[0].replace(/[^\n]/g, '');
    rest = rest.slice(match[0].length);
  }
}

/** The elements of that name directly in a node. */
export function children(node: XmlNode, name: string): XmlNode[] {
  const items = node[name];
  if (!Array.isArray(items)) return [];
  return items.map(item =>
    typeof item === 'object' && item !== null ? (item as XmlNode) : {},
  );
}

/** The texts of the elements of that name directly in a node. */
export function texts(node: XmlNode, name: string): string[] {
  const items = node[name];
  if (!Array.isArray(items)) return [];
  return items.filter(item => typeof item === 'string').map(plainText);
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** The five entities that XML itself has, as the characters they stand for. */
export function plainText(value: string): string {
  return value.replace(
    /&(amp|lt|gt|quot|apos);/g,
    (_match, name) => ENTITIES[name],
  );
}

export const hasElement = (node: XmlNode, ...names: string[]) =>
  names.some(name => Array.isArray(node[name]));

/**
 * Reads a whole XML document without expanding anything.
 *
 * @param options.takesDoctype - let a document type pass that names a
 *   definition elsewhere and holds nothing itself
 * @throws Error saying what is wrong, with the line where that is known. A
 *   document type that declares something is refused: no report needs one, and
 *   entity bombs do.
 */
export function parseXml(
  xml: string,
  options: { takesDoctype?: boolean } = {},
): { kind: string; root: XmlNode } {
  const body = withoutProlog(xml, options.takesDoctype === true);
  if (body.trim() === '') throw new Error('is empty');
  if (DOCTYPE.test(body.trimStart())) {
    throw new Error('has a document type declaration, which is refused');
  }
  const check = XMLValidator.validate(body);
  if (check !== true) {
    throw new Error(
      `is broken XML in line ${check.err.line}: ${check.err.msg}`,
    );
  }
  const document = parser.parse(body) as XmlNode;
  const [kind, ...others] = Object.keys(document);
  const [root, ...more] = children(document, kind);
  if (!root || others.length > 0 || more.length > 0) {
    throw new Error('is broken XML: it has more than one root');
  }
  return { kind, root };
}
