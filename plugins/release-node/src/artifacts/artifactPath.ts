import { createHash } from 'node:crypto';

/**
 * What a store is divided into. `candidates` is where pipelines put what they
 * built, `releases` where promoted artifacts stay, `records` what was decided.
 */
export const artifactAreas = ['candidates', 'releases', 'records'] as const;
export type ArtifactArea = (typeof artifactAreas)[number];

const SEGMENT = /^(?!\.{1,2}$)[A-Za-z0-9._+~@=-]{1,200}$/;
const MAX_PATH = 900;

/** Whether a path is `<area>/<segment>/…`, with nothing in it that leads elsewhere. */
export function isArtifactPath(path: string): boolean {
  const [area, ...rest] = path.split('/');
  return (
    path.length <= MAX_PATH &&
    (artifactAreas as readonly string[]).includes(area) &&
    rest.length > 0 &&
    rest.every(segment => SEGMENT.test(segment))
  );
}

/** @throws Error for a path that is not one. */
export function splitArtifactPath(path: string): {
  area: ArtifactArea;
  /** Below the area, without a slash at either end. */
  rest: string;
} {
  if (!isArtifactPath(path)) {
    throw new Error(
      `${JSON.stringify(
        path.slice(0, 200),
      )} is not a path of the artifact store: it must be ${artifactAreas.join(
        '/…, ',
      )}/… with names of letters, digits and . _ + ~ @ = -`,
    );
  }
  const slash = path.indexOf('/');
  return {
    area: path.slice(0, slash) as ArtifactArea,
    rest: path.slice(slash + 1),
  };
}

/** Very long text is cut, and told apart by its digest. */
function shorten(text: string): string {
  if (text.length <= 150) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `${text.slice(0, 100)}~${digest}`;
}

/**
 * A build id as one segment of a path. Different ids give different segments:
 * `~` is in no id.
 */
function toSegment(id: string): string {
  return shorten(
    id.replace(
      /[^A-Za-z0-9._+-]/g,
      character => `~${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
}

/** `component:default/payments` -> `component/default/payments`. */
function entityFolder(entityRef: string): string {
  return shorten(entityRef.replace(':', '/'));
}

type Place = { component: string; environment: string };

/** Folder of everything that is kept about a build in an environment. */
export function recordFolder(of: Place & { buildId: string }): string {
  return `records/${entityFolder(of.component)}/${toSegment(of.buildId)}/${
    of.environment
  }`;
}

/** Folder of the releases of a component in an environment. */
export function releasesFolder(of: Place): string {
  return `releases/${of.environment}/${entityFolder(of.component)}`;
}

/** Where an artifact of a promoted build stays. */
export function releasePath(
  of: Place & { buildId: string; artifact: string },
): string {
  return `${releasesFolder(of)}/${toSegment(of.buildId)}/${of.artifact}`;
}
