import { DomainClock, sha256Of } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { KeptPolicyStore } from './KeptPolicyStore';
import {
  Bundle,
  BundleError,
  PolicyCheck,
  SourceFile,
  loadBundle,
} from './loadBundle';
import {
  PolicySource,
  Snapshot,
  SourceUnreachableError,
} from './sources/PolicySource';

export type PolicyOptions = {
  /** Later ones win; at most one of them is in Git. */
  sources: readonly PolicySource[];
  /** Where the files of the source in Git outlive a restart. */
  kept?: KeptPolicyStore;
  clock: DomainClock;
  logger: LoggerService;
  check?: PolicyCheck;
};

/** What the sources hold, not yet looked at. */
export type GatheredFiles = {
  /** In the order in which later ones win. */
  files: SourceFile[];
  /** What the source in Git gave. */
  git: { files: SourceFile[]; commit: string } | null;
  /** The same for the same files at the same places. */
  content: string;
};

/** A good bundle, not yet in force. */
export type TakenPolicy = Bundle & Pick<GatheredFiles, 'git'>;

export type SourceFault = BundleError | SourceUnreachableError;

export const isSourceFault = (error: unknown): error is SourceFault =>
  error instanceof Error &&
  (error.name === 'BundleError' || error.name === 'SourceUnreachableError');

export const originOf = ({ sources }: PolicyOptions) =>
  sources.find(({ origin }) => origin)?.origin ?? null;

/**
 * Reads all sources.
 *
 * @param inGit what to take instead of asking the source in Git.
 * @param stop ends the reading, which then throws its reason.
 * @throws SourceUnreachableError, BundleError
 */
export async function gatherFiles(
  { sources }: PolicyOptions,
  { inGit, stop }: { inGit?: Snapshot; stop?: AbortSignal } = {},
): Promise<GatheredFiles> {
  const files: SourceFile[] = [];
  let git: GatheredFiles['git'] = null;
  for (const source of sources) {
    const snapshot = source.origin && inGit ? inGit : await source.read(stop);
    files.push(...snapshot.files);
    const { commit } = snapshot;
    if (commit) git = { files: snapshot.files, commit };
  }
  const content = sha256Of(
    JSON.stringify(files.map(({ location, yaml }) => [location, yaml])),
  );
  return { files, git, content };
}

/** @throws BundleError */
export function takePolicy(
  { check }: PolicyOptions,
  { files, git }: GatheredFiles,
): TakenPolicy {
  return { ...loadBundle(files, check, git?.commit), git };
}

/** Keeps what came from Git, so that a restart does not depend on the remote. */
export async function keepPolicy(
  options: PolicyOptions,
  { git }: TakenPolicy,
  loadedAt: string,
): Promise<void> {
  const origin = originOf(options);
  if (origin && git) await options.kept?.write(origin.id, { ...git, loadedAt });
}

/**
 * The bundle that was last in force, for a start at which `fault` stands
 * against what the sources hold now.
 *
 * @throws SourceUnreachableError or BundleError when there is none to start with.
 */
export async function takeKeptPolicy(
  options: PolicyOptions,
  fault: SourceFault,
): Promise<TakenPolicy & { loadedAt: string }> {
  const origin = originOf(options);
  const kept = origin && (await options.kept?.read(origin.id));
  const refuse = (why: string) =>
    fault.name === 'BundleError'
      ? fault
      : new SourceUnreachableError(
          `${fault.message} ${why} Nothing is decided without a policy; mend this and start again.`,
          { cause: fault },
        );
  if (!kept) throw refuse('No earlier bundle from there is kept either.');
  try {
    const files = await gatherFiles(options, { inGit: kept });
    return { ...takePolicy(options, files), loadedAt: kept.loadedAt };
  } catch (error) {
    if (!isSourceFault(error)) throw error;
    throw refuse(
      `The bundle that was last in force does not fit any more: ${error.message}`,
    );
  }
}
