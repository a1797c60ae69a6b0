import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** What one report says; `durationSeconds` is the sum over its tests. */
export type JunitTotals = {
  total: number;
  failed: number;
  skipped: number;
  flaky: number;
  durationSeconds: number;
};

type XmlNode = Readonly<Record<string, unknown>>;

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

function withoutProlog(xml: string): string {
  let rest = xml;
  for (let match = PROLOG.exec(rest); match; match = PROLOG.exec(rest)) {
    rest = rest.slice(match[0].length);
  }
  return rest;
}

function children(node: XmlNode, name: string): XmlNode[] {
  const items = node[name];
  if (!Array.isArray(items)) return [];
  return items.map(item =>
    typeof item === 'object' && item !== null ? (item as XmlNode) : {},
  );
}

const has = (node: XmlNode, ...names: string[]) =>
  names.some(name => Array.isArray(node[name]));

/** `1,234.5` as Surefire writes it; 0 for what is no duration. */
function secondsOf(node: XmlNode): number {
  const value = Number(String(node['@time'] ?? '').replace(/,/g, ''));
  return Number.isFinite(value) && value > 0 ? value : 0;
}

function declared(node: XmlNode, name: string): number {
  const value = String(node[`@${name}`] ?? '').replace(/,/g, '');
  return /^\d{1,9}$/.test(value) ? Number(value) : 0;
}

const nothing = (): JunitTotals => ({
  total: 0,
  failed: 0,
  skipped: 0,
  flaky: 0,
  durationSeconds: 0,
});

/** Sums two totals. */
export function addTotals(a: JunitTotals, b: JunitTotals): JunitTotals {
  return {
    total: a.total + b.total,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    flaky: a.flaky + b.flaky,
    durationSeconds: a.durationSeconds + b.durationSeconds,
  };
}

/** GoogleTest says `status="notrun"` or `result="skipped"` where others nest an element. */
function isSkipped(test: XmlNode) {
  return (
    has(test, 'skipped') ||
    ['notrun', 'disabled', 'skipped'].includes(String(test['@status'])) ||
    ['skipped', 'suppressed'].includes(String(test['@result']))
  );
}

function readTest(test: XmlNode): JunitTotals {
  const isFailed = has(test, 'failure', 'error');
  const isLeftOut = !isFailed && isSkipped(test);
  const isFlaky =
    !isFailed &&
    !isLeftOut &&
    has(
      test,
      'flakyFailure',
      'flakyError',
      'rerunFailure',
      'rerunError',
      'rerun',
    );
  return {
    total: 1,
    failed: isFailed ? 1 : 0,
    skipped: isLeftOut ? 1 : 0,
    flaky: isFlaky ? 1 : 0,
    durationSeconds: secondsOf(test),
  };
}

function readSuite(suite: XmlNode): JunitTotals {
  const listed = [
    ...children(suite, 'testcase').map(readTest),
    ...children(suite, 'testsuite').map(readSuite),
  ].reduce(addTotals, nothing());
  if (listed.durationSeconds === 0) listed.durationSeconds = secondsOf(suite);

  // a suite that died before its tests says so in its counts only
  const dead =
    listed.failed > 0
      ? 0
      : Math.max(
          declared(suite, 'failures') + declared(suite, 'errors'),
          has(suite, 'error', 'failure') ? 1 : 0,
        );
  const passed = listed.total - listed.skipped - listed.flaky;
  return {
    ...listed,
    failed: listed.failed + dead,
    total: listed.total + Math.max(0, dead - passed),
  };
}

/**
 * Reads a JUnit XML report as Surefire, Gradle, pytest, GoogleTest, CTest,
 * Catch2 and others write it. Tests are counted one by one. What a suite
 * declares is believed only where it lists no failed test but declares some.
 *
 * @throws Error saying what is wrong, with the line where that is known. A
 *   document type declaration is refused: no report needs one, and entity bombs do.
 */
export function parseJunit(xml: string): JunitTotals {
  const body = withoutProlog(xml);
  if (body === '') throw new Error('is empty');
  if (/^<!DOCTYPE/i.test(body)) {
    throw new Error('has a document type declaration, which is refused');
  }
  const check = XMLValidator.validate(xml);
  if (check !== true) {
    throw new Error(
      `is broken XML in line ${check.err.line}: ${check.err.msg}`,
    );
  }
  const root = parser.parse(body) as XmlNode;
  const [kind, ...others] = Object.keys(root);
  const [suites, ...more] = children(root, kind);
  if (!suites || others.length > 0 || more.length > 0) {
    throw new Error('is broken XML: it has more than one root');
  }
  if (kind === 'testsuites' || kind === 'testsuite') return readSuite(suites);
  throw new Error(
    `is not a JUnit report: its root is <${String(kind).slice(0, 60)}>`,
  );
}
