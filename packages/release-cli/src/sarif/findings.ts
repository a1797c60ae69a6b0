import { nameSources } from '../paths/nameSources';
import { SarifResult, SarifRun } from './sarifLog';
import { sourceOf } from './sourceOf';

export type Level = 'error' | 'warning' | 'note';

/** A result of a tool that asks for attention. */
export type Finding = {
  tool: string;
  rule: string;
  level: Level;
  message: string;
  /** As the checkout names it; empty when the tool names no file. */
  file: string;
  /** Line and column, to tell the same finding in two reports. */
  place: string;
  fingerprints: string[];
  /** Against the baseline that the tool compared with, where it did. */
  state?: 'new' | 'known';
};

export type Findings = {
  /** Tools that ran, also those that found nothing. */
  tools: ReadonlySet<string>;
  findings: Finding[];
};

type Rule = NonNullable<SarifRun['tool']['driver']['rules']>[number];

function ruleOf({ tool }: SarifRun, result: SarifResult): Rule | undefined {
  const extension = result.rule?.toolComponent?.index;
  const { rules = [] } = tool.extensions?.[extension ?? -1] ?? tool.driver;
  const at = result.ruleIndex ?? result.rule?.index ?? -1;
  if (rules[at]) return rules[at];
  const id = result.ruleId ?? result.rule?.id;
  // "CA1000/1" is a case of the rule CA1000 (section 3.52.4)
  return rules.find(
    rule => rule.id === id || id?.startsWith(`${rule.id}/`) === true,
  );
}

/** Section 3.27.10: of the result, else of the rule, else a warning. */
function levelOf(result: SarifResult, rule: Rule | undefined) {
  if (result.kind !== undefined && result.kind !== 'fail') return 'none';
  return result.level ?? rule?.defaultConfiguration?.level ?? 'warning';
}

/** Section 3.27.23: unless somebody rejected or still reviews a suppression. */
const isSuppressed = ({ suppressions = [] }: SarifResult) =>
  suppressions.length > 0 &&
  suppressions.every(({ status = 'accepted' }) => status === 'accepted');

const listed = (kind: string, prints: Record<string, string> = {}) =>
  Object.entries(prints).map(([key, value]) => `${kind}:${key}=${value}`);

function wordsOf({ message }: SarifResult): string {
  const { text, markdown, id, arguments: words = [] } = message;
  return text ?? markdown ?? JSON.stringify([id, ...words]);
}

function readResult(
  run: SarifRun,
  result: SarifResult,
): Omit<Finding, 'file'> | undefined {
  const rule = ruleOf(run, result);
  const level = levelOf(result, rule);
  const { baselineState } = result;
  if (level === 'none' || baselineState === 'absent' || isSuppressed(result)) {
    return undefined;
  }
  const region = result.locations?.[0]?.physicalLocation?.region;
  return {
    tool: run.tool.driver.name,
    rule: result.ruleId ?? result.rule?.id ?? rule?.id ?? '',
    level,
    message: wordsOf(result),
    place: `${region?.startLine ?? ''}:${region?.startColumn ?? ''}`,
    fingerprints: [
      ...listed('full', result.fingerprints),
      ...listed('partial', result.partialFingerprints),
    ],
    ...(baselineState
      ? { state: baselineState === 'new' ? 'new' : 'known' }
      : {}),
  };
}

function readRun(run: SarifRun, tracked: ReadonlySet<string>): Finding[] {
  const read = run.results.flatMap(result => {
    const finding = readResult(run, result);
    return finding ? [{ finding, source: sourceOf(run, result) }] : [];
  });
  const files = nameSources(
    read.map(({ source }) => source),
    tracked,
  );
  return read.map(({ finding }, at) => ({ ...finding, file: files[at] }));
}

/**
 * The findings of several logs, each once: a header that many sources include
 * is reported with every one of them.
 */
export function readFindings(
  runs: readonly SarifRun[],
  tracked: ReadonlySet<string>,
): Findings {
  const distinct = new Map<string, Finding>();
  for (const finding of runs.flatMap(run => readRun(run, tracked))) {
    const { tool, rule, file, place, message } = finding;
    const key = JSON.stringify([tool, rule, file, place, message]);
    if (!distinct.has(key)) distinct.set(key, finding);
  }
  return {
    tools: new Set(runs.map(run => run.tool.driver.name)),
    findings: [...distinct.values()],
  };
}
