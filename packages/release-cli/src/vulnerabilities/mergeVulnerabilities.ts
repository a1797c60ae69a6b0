import { Vulnerability } from '@adaptive-delivery/plugin-release-common';
import { contractText } from '../output/safeText';
import { FoundVulnerability, isCve } from './foundVulnerability';
import { highest, highestSeverity } from './severity';

const MAX_ALIASES = 20;
const MAX_PACKAGES = 50;

/** The CVE that another id stands for, from findings that name both. */
function cvesByAlias(found: readonly FoundVulnerability[]) {
  const cves = new Map<string, string>();
  for (const { id, aliases } of found) {
    if (isCve(id)) aliases.forEach(alias => cves.set(alias, id));
  }
  return cves;
}

/** Under which id a finding is counted: of those without a CVE, the first by name. */
function keyOf(item: FoundVulnerability, cves: ReadonlyMap<string, string>) {
  if (isCve(item.id)) return item.id;
  const ids = [item.id, ...item.aliases].sort();
  const named = ids.find(id => cves.has(id));
  return named === undefined ? ids[0] : cves.get(named) ?? ids[0];
}

const distinct = (values: readonly string[], max: number, length: number) => {
  const tidy = values.flatMap(value => contractText(value, length) ?? []);
  const items = [...new Set(tidy)].sort().slice(0, max);
  return items.length > 0 ? items : undefined;
};

function exploited(all: readonly FoundVulnerability[]): boolean | undefined {
  if (all.some(item => item.kev)) return true;
  return all.some(item => item.kev === false) ? false : undefined;
}

function mergeOne(
  id: string,
  all: readonly FoundVulnerability[],
): Vulnerability {
  const ids = all.flatMap(item => [item.id, ...item.aliases]);
  const fixed = [...new Set(all.flatMap(item => item.fixedIn))];
  return {
    id: contractText(id, 100) ?? '(none)',
    aliases: distinct(
      ids.filter(other => other !== id),
      MAX_ALIASES,
      100,
    ),
    packages: distinct(
      all.map(item => item.package),
      MAX_PACKAGES,
      500,
    ),
    severity: highestSeverity(all.map(item => item.severity)),
    cvss: highest(all.map(item => item.cvss)),
    epss: highest(all.map(item => item.epss)),
    kev: exploited(all),
    fixedIn: contractText(fixed.join(', '), 200),
  };
}

/**
 * One entry per vulnerability, by its CVE where one is known, in the order of
 * the ids. What scanners, packages and advisories say differently counts as
 * the worst of it.
 */
export function mergeVulnerabilities(
  found: readonly FoundVulnerability[],
): Vulnerability[] {
  const cves = cvesByAlias(found);
  const byId = new Map<string, FoundVulnerability[]>();
  for (const item of found) {
    const key = keyOf(item, cves);
    const known = byId.get(key);
    if (known) known.push(item);
    else byId.set(key, [item]);
  }
  return [...byId.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, all]) => mergeOne(id, all));
}
