import { z } from 'zod';
import { checkReport, keysOf, readJson } from '../reports/parseJsonReport';

type Component = {
  type: string;
  group?: string | null;
  name: string;
  version?: string | null;
  purl?: string | null;
  components?: Component[] | null;
};

const component: z.ZodType<Component> = z.lazy(() =>
  z.object({
    type: z.string(),
    group: z.string().nullish(),
    name: z.string(),
    version: z.string().nullish(),
    purl: z.string().nullish(),
    components: z.array(component).nullish(),
  }),
);

const bom = z.object({
  specVersion: z.string().regex(/^1\.[4-7]$/, 'must be 1.4 to 1.7'),
  // without any, some tools leave the key out
  components: z.array(component).nullish(),
});

/** Versions of each dependency, by its name without the version. */
export type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/** What an SBOM may list beside what the product depends on. */
const NO_DEPENDENCY = new Set(['file', 'data', 'cryptographic-asset']);

/** `pkg:conan/zlib@1.2.11?os=Linux#x` as name and version; qualifiers tell no other package. */
function splitPurl(purl: string): { name: string; version: string } {
  const [path] = purl.split(/[?#]/, 1);
  const at = path.lastIndexOf('@');
  // the @ of an npm scope is written as %40
  return at > path.lastIndexOf('/')
    ? { name: path.slice(0, at), version: path.slice(at + 1) }
    : { name: path, version: '' };
}

function identify({ group, name, version, purl }: Component) {
  if (purl) {
    const known = splitPurl(purl);
    return { ...known, version: known.version || version || '' };
  }
  return { name: group ? `${group}/${name}` : name, version: version ?? '' };
}

const withParts = (item: Component): Component[] => [
  item,
  ...(item.components ?? []).flatMap(withParts),
];

/**
 * Reads what a CycloneDX SBOM (JSON, 1.4 to 1.7) lists as dependencies, parts
 * of components among them. The product itself is none of them.
 *
 * @throws Error saying what is wrong, with the place in the SBOM.
 */
export function parseCycloneDx(text: string): Dependencies {
  const document = readJson(text);
  const { bomFormat, spdxVersion } = keysOf(document);
  if (bomFormat !== 'CycloneDX') {
    throw new Error(
      `is not a CycloneDX SBOM in JSON${spdxVersion ? ', but SPDX' : ''}`,
    );
  }
  const { components } = checkReport(bom, document);
  const dependencies = new Map<string, Set<string>>();
  for (const item of (components ?? []).flatMap(withParts)) {
    if (NO_DEPENDENCY.has(item.type)) continue;
    const { name, version } = identify(item);
    const versions = dependencies.get(name) ?? new Set();
    dependencies.set(name, versions.add(version));
  }
  return dependencies;
}
