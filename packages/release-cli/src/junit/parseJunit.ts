import { XmlNode, children, hasElement, parseXml } from '../xml/parseXml';

/** What one report says; `durationSeconds` is the sum over its tests. */
export type JunitTotals = {
  total: number;
  failed: number;
  skipped: number;
  flaky: number;
  durationSeconds: number;
};

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
    hasElement(test, 'skipped') ||
    ['notrun', 'disabled', 'skipped'].includes(String(test['@status'])) ||
    ['skipped', 'suppressed'].includes(String(test['@result']))
  );
}

function readTest(test: XmlNode): JunitTotals {
  const isFailed = hasElement(test, 'failure', 'error');
  const isLeftOut = !isFailed && isSkipped(test);
  const isFlaky =
    !isFailed &&
    !isLeftOut &&
    hasElement(
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
          hasElement(suite, 'error', 'failure') ? 1 : 0,
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
  const { kind, root } = parseXml(xml);
  if (kind === 'testsuites' || kind === 'testsuite') return readSuite(root);
  throw new Error(`is not a JUnit report: its root is <${kind.slice(0, 60)}>`);
}
