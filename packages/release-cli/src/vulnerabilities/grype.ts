import { z } from 'zod';
import { checkReport, keysOf } from '../reports/parseJsonReport';
import { FoundVulnerability, identities } from './foundVulnerability';
import {
  highest,
  highestSeverity,
  scoreOf,
  severityOfScore,
  severityOfWord,
} from './severity';

const metadata = z.object({
  id: z.string().min(1),
  severity: z.string().nullish(),
  cvss: z
    .array(
      z.object({
        vector: z.string(),
        metrics: z
          .object({ baseScore: z.number().min(0).max(10).nullish() })
          .nullish(),
      }),
    )
    .nullish(),
  knownExploited: z.array(z.unknown()).nullish(),
  epss: z.array(z.object({ epss: z.number().min(0).max(1) })).nullish(),
});
type Metadata = z.infer<typeof metadata>;

const match = z.object({
  vulnerability: metadata.extend({
    fix: z
      .object({
        state: z.string().nullish(),
        versions: z.array(z.string()).nullish(),
      })
      .nullish(),
  }),
  relatedVulnerabilities: z.array(metadata).nullish(),
  artifact: z.object({
    name: z.string().min(1),
    version: z.string().nullish(),
    purl: z.string().nullish(),
  }),
});
type Match = z.infer<typeof match>;

const ignoreRule = z.object({
  vulnerability: z.string().nullish(),
  reason: z.string().nullish(),
  namespace: z.string().nullish(),
  'fix-state': z.string().nullish(),
  'vex-status': z.string().nullish(),
  'match-type': z.string().nullish(),
  package: z
    .object({
      name: z.string().nullish(),
      version: z.string().nullish(),
      language: z.string().nullish(),
      type: z.string().nullish(),
      location: z.string().nullish(),
      'upstream-name': z.string().nullish(),
    })
    .nullish(),
});
type IgnoreRule = z.infer<typeof ignoreRule>;

const document = z.object({
  matches: z.array(match),
  ignoredMatches: z
    .array(match.extend({ appliedIgnoreRules: z.array(ignoreRule).nullish() }))
    .nullish(),
  descriptor: z.object({
    configuration: z
      .object({ ignore: z.array(ignoreRule).nullish() })
      .nullish(),
    db: z
      .object({
        error: z.string().nullish(),
        status: z
          .object({
            valid: z.boolean().nullish(),
            error: z.string().nullish(),
          })
          .nullish(),
        providers: z.record(z.string(), z.unknown()).nullish(),
      })
      .nullish(),
  }),
});
type Document = z.infer<typeof document>;

/** The rule of Grype itself that leaves out kernel headers, which run nowhere. */
const isKernelHeaders = (rule: IgnoreRule) =>
  rule['match-type'] === 'exact-indirect-match' &&
  !rule.vulnerability &&
  /^(?:kernel|linux)/.test(rule.package?.['upstream-name'] ?? '');

const textOf = (rule: IgnoreRule) =>
  JSON.stringify([
    rule.vulnerability || '',
    rule.reason || '',
    rule.namespace || '',
    rule['fix-state'] || '',
    rule['match-type'] || '',
    ...(['name', 'version', 'language', 'type', 'location'] as const).map(
      key => rule.package?.[key] || '',
    ),
  ]);

/**
 * Matches that somebody chose to ignore: by a rule of the configuration, a
 * state of the fix, or a VEX document, whose signature Grype does not check.
 * The others Grype ignores itself, since it knows them to be wrong.
 */
function ignoredByChoice({ descriptor, ignoredMatches }: Document): Match[] {
  const configured = new Set(
    (descriptor.configuration?.ignore ?? [])
      .filter(rule => !isKernelHeaders(rule))
      .map(textOf),
  );
  return (ignoredMatches ?? []).filter(item =>
    (item.appliedIgnoreRules ?? []).some(
      rule =>
        rule['vex-status'] || rule['fix-state'] || configured.has(textOf(rule)),
    ),
  );
}

function packageOf({ artifact: { name, version, purl } }: Match): string {
  return purl || (version ? `${name}@${version}` : name);
}

function describe(
  { vulnerability, artifact }: Match,
  related: readonly Metadata[],
  knowsExploited: boolean,
): Omit<FoundVulnerability, 'id' | 'aliases'> {
  const all = [vulnerability, ...related];
  const cvss = highest(
    all
      .flatMap(item => item.cvss ?? [])
      .map(({ vector, metrics }) =>
        scoreOf(vector, metrics?.baseScore ?? undefined),
      ),
  );
  const own = severityOfWord(vulnerability.severity);
  const others = highestSeverity(
    related.map(item => severityOfWord(item.severity)),
  );
  const isListed = all.some(item => (item.knownExploited ?? []).length > 0);
  return {
    package: packageOf({ vulnerability, artifact }),
    severity:
      [own, others].find(item => item !== 'unknown') ?? severityOfScore(cvss),
    cvss,
    epss: highest(all.flatMap(item => item.epss ?? []).map(item => item.epss)),
    kev: isListed || (knowsExploited ? false : undefined),
    fixedIn: vulnerability.fix?.versions ?? [],
  };
}

function readMatch(found: Match, knowsExploited: boolean) {
  const { id } = found.vulnerability;
  const related = found.relatedVulnerabilities ?? [];
  const named = identities([id, ...related.map(item => item.id)]);
  // a CVE is itself, whatever it is related to
  const own = named.filter(item => item.id === id);
  return (own.length > 0 && named.length > 1 ? own : named).map(identity => ({
    ...identity,
    ...describe(
      found,
      related.filter(
        item => item.id === identity.id || identity.aliases.includes(item.id),
      ),
      knowsExploited,
    ),
  }));
}

export const isGrype = (report: unknown): boolean =>
  keysOf(keysOf(report).descriptor).name === 'grype';

/**
 * Reads a report of `grype -o json` (models.Document of anchore/grype). What
 * it was told to ignore counts as found: only a signed VEX document excuses a
 * vulnerability, and the portal is who checks it.
 *
 * @throws Error saying what is wrong, with the place in the report.
 */
export function readGrype(report: unknown): FoundVulnerability[] {
  const read = checkReport(document, report);
  const { db } = read.descriptor;
  const fault = db?.error || db?.status?.error;
  if (fault || db?.status?.valid === false) {
    throw new Error(
      `is of a scan with a bad database (descriptor.db): ${
        fault?.slice(0, 300) || 'it is not valid'
      }`,
    );
  }
  const knowsExploited = Object.hasOwn(db?.providers ?? {}, 'kev');
  return [...read.matches, ...ignoredByChoice(read)].flatMap(item =>
    readMatch(item, knowsExploited),
  );
}
