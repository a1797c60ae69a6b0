/**
 * The version after the highest of those given: `2.13.0` gives `2.14.0`, or
 * `2.13.1` for a patch. Versions that are not `x.y.z` do not count.
 */
export function nextVersion(
  versions: readonly string[],
  part: 'minor' | 'patch',
): string {
  const parsed = versions
    .map(version => /^(\d+)\.(\d+)\.(\d+)$/.exec(version))
    .filter(match => match !== null)
    .map(match => match.slice(1).map(Number))
    .sort((a, b) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]);
  const [major, minor, patch] = parsed[0] ?? [1, 0, 0];
  return part === 'minor'
    ? `${major}.${minor + 1}.0`
    : `${major}.${minor}.${patch + 1}`;
}
