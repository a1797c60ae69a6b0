import { Finding, Findings, Level } from './findings';

export type FindingCounts = Record<Level, number>;

/**
 * Fingerprints of one finding, each with its rule and file: a partial one is
 * not meant to stand alone, and some tools write the same into all of them.
 */
const printsOf = ({ tool, rule, file, fingerprints }: Finding) =>
  fingerprints.map(print => JSON.stringify([tool, rule, file, print]));

const likenessOf = ({ tool, rule, file, message }: Finding) => [
  JSON.stringify([tool, rule, file, message]),
];

/** Takes each finding of the base for at most one finding of today. */
class Base {
  private readonly taken = new Set<Finding>();

  constructor(private readonly findings: readonly Finding[]) {}

  private byKey(keysOf: (item: Finding) => string[]) {
    const byKey = new Map<string, Finding[]>();
    for (const item of this.findings) {
      for (const key of keysOf(item)) {
        const alike = byKey.get(key);
        if (alike) alike.push(item);
        else byKey.set(key, [item]);
      }
    }
    return byKey;
  }

  /** Those of today's findings that the base has none for. */
  without(findings: readonly Finding[], keysOf: (item: Finding) => string[]) {
    const byKey = this.byKey(keysOf);
    const isTaken = (key: string) => {
      const alike = byKey.get(key) ?? [];
      for (let item = alike.pop(); item; item = alike.pop()) {
        if (!this.taken.has(item)) {
          this.taken.add(item);
          return true;
        }
      }
      return false;
    };
    return findings.filter(finding => !keysOf(finding).some(isTaken));
  }
}

function countByLevel(findings: readonly Finding[]): FindingCounts {
  const counts: FindingCounts = { error: 0, warning: 0, note: 0 };
  findings.forEach(({ level }) => {
    counts[level] += 1;
  });
  return counts;
}

/** Why it cannot be told which findings are new. */
export type NotComparable = { notComparable: string };

/**
 * Counts what is new. A finding that its tool compared with a baseline is what
 * the tool says. Any other is new unless the base has one of the same tool,
 * rule and file with the same fingerprint or, if not, with the same message;
 * lines may move. Two alike today against one in the base are one new finding.
 *
 * @param isEachNew - without a base, every finding counts as new
 */
export function countNew(
  today: Findings,
  base: Findings | undefined,
  isEachNew: boolean,
): FindingCounts | NotComparable {
  const compared = today.findings.filter(finding => finding.state === 'new');
  const open = today.findings.filter(finding => finding.state === undefined);
  const unknown = base
    ? open.filter(finding => !base.tools.has(finding.tool))
    : open;
  if (unknown.length > 0 && !isEachNew) {
    const tools = [...new Set(unknown.map(finding => finding.tool))];
    return { notComparable: tools.sort().join(', ') };
  }
  const known = new Base(base?.findings ?? []);
  const unmatched = known.without(known.without(open, printsOf), likenessOf);
  return countByLevel([...compared, ...unmatched]);
}
