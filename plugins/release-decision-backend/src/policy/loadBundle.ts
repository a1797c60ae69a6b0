import {
  Policy,
  PolicyError,
  PolicyFault,
  formatPath,
  mergeBundle,
} from '@adaptive-delivery/plugin-release-common';
import { digestOf } from '@adaptive-delivery/plugin-release-node';
import { ParsedYaml, parsePolicyYaml } from './parsePolicyYaml';

/** A file of the bundle as it was read. */
export type SourceFile = {
  /** For people: without the way up to it, such as `policies/default/score.yaml`. */
  path: string;
  /** Where exactly: its path on this machine, or `<url>@<commit>:<path>`. */
  location: string;
  yaml: string;
};

export type Bundle = {
  policy: Policy;
  /** Of the merged policy, after RFC 8785: comments and layout do not count. */
  digest: string;
  files: Array<{ path: string; yaml: string }>;
};

/** A bundle cannot be used; the message names every file, line and key. */
export class BundleError extends Error {
  readonly name = 'BundleError';

  constructor(
    readonly faults: string[],
    /** The commit that holds them, when they are kept in Git. */
    readonly commit: string | null = null,
  ) {
    super(
      `The policy bundle (adaptiveDelivery.policy) cannot be used:\n${faults
        .map(fault => `  - ${fault}`)
        .join('\n')}\nMend these places; nothing is decided by half a policy.`,
    );
  }
}

/** Further things that must hold of a policy before it may be used. */
export type PolicyCheck = (policy: Policy) => Omit<PolicyFault, 'file'>[];

const isPolicyError = (error: unknown): error is PolicyError =>
  error instanceof Error && error.name === 'PolicyError';

type Parsed = SourceFile & { parsed: ParsedYaml };

const at = (
  location: string,
  position: { line: number; column: number } | null,
) => (position ? `${location}:${position.line}:${position.column}` : location);

function describe(fault: PolicyFault, files: readonly Parsed[]): string {
  const file = files.find(({ location }) => location === fault.file);
  const keys = formatPath(fault.keys);
  const where = file
    ? at(file.location, file.parsed.positionOf(fault.keys))
    : 'all files';
  return `${where}: ${keys ? `${keys}: ` : ''}${fault.message}`;
}

function holds(file: Parsed, key: PropertyKey): boolean {
  const { document } = file.parsed;
  return (
    typeof document === 'object' &&
    document !== null &&
    Object.hasOwn(document, key)
  );
}

/**
 * Makes one policy of the files, all or nothing.
 *
 * @throws BundleError naming every fault by file, line, column and key.
 */
export function loadBundle(
  sources: readonly SourceFile[],
  check: PolicyCheck = () => [],
  commit: string | null = null,
): Bundle {
  const files: Parsed[] = sources.map(source => ({
    ...source,
    parsed: parsePolicyYaml(source.yaml),
  }));
  const unreadable = files.flatMap(({ location, parsed }) =>
    parsed.faults.map(
      ({ position, message }) => `${at(location, position)}: ${message}`,
    ),
  );
  if (unreadable.length > 0) throw new BundleError(unreadable, commit);

  let policy: Policy;
  try {
    policy = mergeBundle(
      // Two sources may hold files of the same path, but not at one place.
      files.map(({ location, parsed }) => ({
        path: location,
        document: parsed.document,
      })),
    );
  } catch (error) {
    if (!isPolicyError(error)) throw error;
    const { faults } = error;
    throw new BundleError(
      faults.map(fault => describe(fault, files)),
      commit,
    );
  }
  const broken = check(policy).map(fault =>
    describe(
      {
        ...fault,
        file:
          files.findLast(file => holds(file, fault.keys[0]))?.location ?? null,
      },
      files,
    ),
  );
  if (broken.length > 0) throw new BundleError(broken, commit);
  return {
    policy,
    digest: digestOf(policy),
    files: sources.map(({ path, yaml }) => ({ path, yaml })),
  };
}
