import { z } from 'zod';
import { checkReport, keysOf } from '../reports/parseJsonReport';
import { FoundVulnerability, identities } from './foundVulnerability';
import { packageUrl } from './packageUrl';
import {
  highest,
  highestSeverity,
  scoreOf,
  severityOfScore,
  severityOfWord,
} from './severity';

const advisory = z.object({
  id: z.string().min(1),
  aliases: z.array(z.string().min(1)).nullish(),
  severity: z.array(z.object({ score: z.string() })).nullish(),
  database_specific: z.object({ severity: z.unknown() }).nullish(),
  affected: z
    .array(
      z.object({
        package: z.object({ name: z.string() }).nullish(),
        ranges: z
          .array(
            z.object({
              type: z.string().nullish(),
              events: z
                .array(z.object({ fixed: z.string().nullish() }))
                .nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});
type Advisory = z.infer<typeof advisory>;

const packageVulnerabilities = z.object({
  package: z.object({
    name: z.string(),
    version: z.string().nullish(),
    ecosystem: z.string().nullish(),
    commit: z.string().nullish(),
  }),
  vulnerabilities: z.array(advisory).nullish(),
  groups: z
    .array(
      z.object({
        ids: z.array(z.string().min(1)).min(1),
        aliases: z.array(z.string().min(1)).nullish(),
        max_severity: z.string().nullish(),
      }),
    )
    .nullish(),
});
type PackageVulnerabilities = z.infer<typeof packageVulnerabilities>;

const document = z.object({
  results: z.array(
    z.object({ packages: z.array(packageVulnerabilities).nullish() }),
  ),
});

/** `9.8` as the scanner writes it for a group, undefined for the empty text. */
function givenScore(value: string | null | undefined): number | undefined {
  if (!value) return undefined;
  const score = /^\d{1,2}(?:\.\d+)?$/.test(value) ? Number(value) : NaN;
  if (score >= 0 && score <= 10) return score || undefined;
  throw new Error(`has a max_severity that is no score: ${value.slice(0, 60)}`);
}

const scoreOfAdvisory = ({ severity }: Advisory) =>
  highest((severity ?? []).map(({ score }) => scoreOf(score, undefined)));

/** In the word of its database, else by its own score. */
function severityOfAdvisory(item: Advisory) {
  const word = severityOfWord(item.database_specific?.severity);
  return word === 'unknown' ? severityOfScore(scoreOfAdvisory(item)) : word;
}

/** Versions of the package that are fixed; commits of its repository are none. */
const fixedIn = (name: string, { affected }: Advisory) =>
  (affected ?? [])
    .filter(item => item.package?.name === name)
    .flatMap(item => item.ranges ?? [])
    .filter(range => range.type !== 'GIT')
    .flatMap(range => range.events ?? [])
    .flatMap(event => (event.fixed ? [event.fixed] : []));

/** Advisories that the scanner takes for one vulnerability; each alone without groups. */
function groupsOf({ vulnerabilities, groups }: PackageVulnerabilities) {
  const advisories = vulnerabilities ?? [];
  const grouped = (groups ?? []).map(group => ({
    ids: [...group.ids, ...(group.aliases ?? [])],
    score: givenScore(group.max_severity),
    advisories: advisories.filter(item => group.ids.includes(item.id)),
  }));
  const known = new Set(grouped.flatMap(group => group.ids));
  const alone = advisories
    .filter(item => !known.has(item.id))
    .map(item => ({
      ids: [item.id, ...(item.aliases ?? [])],
      score: undefined,
      advisories: [item],
    }));
  return [...grouped, ...alone];
}

function readPackage(found: PackageVulnerabilities): FoundVulnerability[] {
  const { name } = found.package;
  return groupsOf(found).flatMap(({ ids, score, advisories }) => {
    const severity = highestSeverity(advisories.map(severityOfAdvisory));
    const description = {
      package: packageUrl(found.package),
      severity: severity === 'unknown' ? severityOfScore(score) : severity,
      cvss: highest([score, ...advisories.map(scoreOfAdvisory)]),
      fixedIn: advisories.flatMap(item => fixedIn(name, item)),
    };
    return identities(ids).map(identity => ({ ...identity, ...description }));
  });
}

export const isOsv = (report: unknown): boolean =>
  Array.isArray(keysOf(report).results) &&
  Object.hasOwn(keysOf(report), 'experimental_config');

/**
 * Reads a report of `osv-scanner --format json` (models.VulnerabilityResults
 * of google/osv-scanner).
 *
 * @returns undefined when the report lists no package: the scanner writes the
 *   same when it found nothing and when it could not look
 * @throws Error saying what is wrong, with the place in the report.
 */
export function readOsv(report: unknown): FoundVulnerability[] | undefined {
  const { results } = checkReport(document, report);
  const packages = results.flatMap(item => item.packages ?? []);
  return packages.length === 0 ? undefined : packages.flatMap(readPackage);
}
