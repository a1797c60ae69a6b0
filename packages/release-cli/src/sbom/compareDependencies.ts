import { RiskInputs } from '@adaptive-delivery/plugin-release-common';
import { Dependencies } from './cyclonedx';

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  a.size === b.size && [...a].every(version => b.has(version));

/**
 * How many dependencies came, went, or are there in other versions. Several
 * versions of one package are one dependency.
 */
export function compareDependencies(
  now: Dependencies,
  before: Dependencies,
): NonNullable<RiskInputs['dependencies']> {
  let added = 0;
  let changed = 0;
  now.forEach((versions, name) => {
    const known = before.get(name);
    if (!known) added += 1;
    else if (!isSame(versions, known)) changed += 1;
  });
  const removed = [...before.keys()].filter(name => !now.has(name)).length;
  return { added, changed, removed };
}
