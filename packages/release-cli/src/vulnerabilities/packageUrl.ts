/** Types of package URLs by the ecosystem of the OSV schema. */
const TYPES: Readonly<Record<string, string>> = {
  ConanCenter: 'conan',
  'crates.io': 'cargo',
  Go: 'golang',
  Maven: 'maven',
  npm: 'npm',
  NuGet: 'nuget',
  PyPI: 'pypi',
  RubyGems: 'gem',
};

type OsvPackage = {
  name: string;
  version?: string | null;
  ecosystem?: string | null;
  commit?: string | null;
};

const normalized = (type: string, name: string) =>
  type === 'pypi' ? name.toLowerCase().replace(/_/g, '-') : name;

/**
 * The package URL (purl-spec) of a package in terms of OSV; `name@version`
 * for an ecosystem whose names are no package URL without more knowledge.
 */
export function packageUrl(item: OsvPackage): string {
  const { name, version, ecosystem, commit } = item;
  const type = Object.hasOwn(TYPES, ecosystem ?? '')
    ? TYPES[ecosystem ?? '']
    : undefined;
  const suffix = version || commit;
  if (!type) return suffix ? `${name}@${suffix}` : name;
  const path = normalized(type, name)
    .split(type === 'maven' ? ':' : '/')
    .map(encodeURIComponent)
    .join('/');
  return `pkg:${type}/${path}${suffix ? `@${encodeURIComponent(suffix)}` : ''}`;
}
