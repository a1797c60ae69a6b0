import { candidatesOf } from '../paths/nameSources';
import {
  XmlNode,
  children,
  hasElement,
  parseXml,
  plainText,
  texts,
} from '../xml/parseXml';
import { CoverageReport, CoveredFile, Lines, addLine } from './lineCoverage';

function wholeNumber(node: XmlNode, name: string, place: string): number {
  const value = String(node[`@${name}`] ?? '');
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new Error(
    `has ${name}="${value.slice(0, 60)}" in ${place}, which is no count`,
  );
}

function readClass(item: XmlNode, folders: readonly string[]): CoveredFile {
  const path = plainText(String(item['@filename'] ?? ''));
  if (path === '') throw new Error('has a <class> without a filename');
  const lines: Lines = new Map();
  // the lines of the methods stand among those of the class again
  for (const line of children(item, 'lines').flatMap(node =>
    children(node, 'line'),
  )) {
    const number = wholeNumber(line, 'number', `a <line> of ${path}`);
    const hits = wholeNumber(line, 'hits', `line ${number} of ${path}`);
    addLine(lines, number, hits > 0);
  }
  return { candidates: candidatesOf(path, folders), lines };
}

/** Says so when a report has counts but no lines: nothing could be added up. */
function checkHasLines(root: XmlNode, report: CoverageReport) {
  const declared = String(root['@lines-valid'] ?? '0');
  const hasLines = report.some(({ lines }) => lines.size > 0);
  if (!hasLines && Number(declared) !== 0) {
    throw new Error(`declares ${declared.slice(0, 20)} lines but lists none`);
  }
}

/**
 * Reads a Cobertura report (coverage-04.dtd), as gcovr, coverage.py and others
 * write it. Shares in the report are not believed; its lines are counted.
 *
 * @throws Error saying what is wrong, with the place in the report.
 */
export function parseCobertura(xml: string): CoverageReport {
  const { kind, root } = parseXml(xml, { takesDoctype: true });
  if (kind !== 'coverage') {
    throw new Error(
      `is not a Cobertura report: its root is <${kind.slice(0, 60)}>`,
    );
  }
  if (!hasElement(root, 'packages')) {
    throw new Error('is not a Cobertura report: it has no <packages>');
  }
  const folders = children(root, 'sources')
    .flatMap(node => texts(node, 'source'))
    .filter(folder => folder.trim() !== '');
  const report = children(root, 'packages')
    .flatMap(node => children(node, 'package'))
    .flatMap(node => children(node, 'classes'))
    .flatMap(node => children(node, 'class'))
    .map(item => readClass(item, folders));
  checkHasLines(root, report);
  return report;
}
