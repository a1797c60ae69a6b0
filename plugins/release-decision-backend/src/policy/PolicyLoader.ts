import {
  PolicyFaultReport,
  PolicyReport,
} from '@adaptive-delivery/plugin-release-common';
import { shortCommit } from './git/GitSettings';
import { Bundle } from './loadBundle';
import {
  PolicyOptions,
  SourceFault,
  TakenPolicy,
  gatherFiles,
  isSourceFault,
  keepPolicy,
  originOf,
  takeKeptPolicy,
  takePolicy,
} from './takePolicy';

export type PolicyInForce = Bundle & {
  loadedAt: string;
  /** Where it is kept in Git, if it is; decisions name it. */
  origin?: { commit: string; source: string };
};

function toInForce(
  options: PolicyOptions,
  { policy, digest, files, git }: TakenPolicy,
  loadedAt: string,
): PolicyInForce {
  const origin = originOf(options);
  return {
    policy,
    digest,
    files,
    loadedAt,
    ...(origin &&
      git && { origin: { commit: git.commit, source: origin.words } }),
  };
}

function nameOf({ policy, digest, origin }: PolicyInForce): string {
  const { name, version } = policy.policy;
  const commit = origin ? `, commit ${shortCommit(origin.commit)}` : '';
  return `${name} ${version} (digest ${digest.slice(0, 12)}${commit})`;
}

/**
 * Holds the policy in force. A later edit or commit that is broken, or a
 * repository that does not answer, never replaces the good one: it is kept as
 * `fault` until there is something good again.
 */
export class PolicyLoader {
  /** The content that was looked at last, whether good or not. */
  private seen: string | null = null;
  private faultNow: PolicyFaultReport | null = null;

  private constructor(
    private readonly options: PolicyOptions,
    private inForce: PolicyInForce,
  ) {}

  /**
   * Starts with what the sources hold or, when Git does not answer or its
   * newest commit is broken, with what was last in force.
   *
   * @throws BundleError or SourceUnreachableError when there is neither.
   */
  static async create(options: PolicyOptions): Promise<PolicyLoader> {
    try {
      const taken = takePolicy(options, await gatherFiles(options));
      const loadedAt = options.clock.now().toISOString();
      await keepPolicy(options, taken, loadedAt);
      return new PolicyLoader(options, toInForce(options, taken, loadedAt));
    } catch (error) {
      if (!isSourceFault(error)) throw error;
      const last = await takeKeptPolicy(options, error);
      const loader = new PolicyLoader(
        options,
        toInForce(options, last, last.loadedAt),
      );
      loader.remember(error);
      return loader;
    }
  }

  current(): PolicyInForce {
    return this.inForce;
  }

  fault(): PolicyFaultReport | null {
    return this.faultNow;
  }

  /** As `GET /v1/policy` answers it. */
  report(): PolicyReport {
    const { sources } = this.options;
    const { policy, digest, loadedAt, files, origin } = this.inForce;
    const asked = (
      sources.find(source => source.origin) ?? sources[0]
    ).lastAskedAt();
    return {
      ...policy.policy,
      digest,
      loadedAt,
      lastCheckedAt: asked?.toISOString() ?? loadedAt,
      sources: sources.map(source => source.report()),
      commit: origin?.commit ?? null,
      files,
      bundle: policy,
      fault: this.faultNow,
    };
  }

  /** Reads the sources again and takes them when they changed and are good. */
  async refresh(stop?: AbortSignal): Promise<void> {
    let content: string | null = null;
    try {
      const files = await gatherFiles(this.options, { stop });
      if (files.content === this.seen) return;
      content = files.content;
      await this.take(takePolicy(this.options, files));
    } catch (error) {
      if (!isSourceFault(error)) throw error;
      this.remember(error);
    }
    this.seen = content;
  }

  private async take(taken: TakenPolicy) {
    const { clock, logger } = this.options;
    const before = this.inForce;
    const loadedAt =
      taken.digest === before.digest
        ? before.loadedAt
        : clock.now().toISOString();
    // Kept before it counts: what decides must be there after a restart.
    if (taken.git?.commit !== before.origin?.commit) {
      await keepPolicy(this.options, taken, loadedAt);
    }
    this.inForce = toInForce(this.options, taken, loadedAt);
    if (this.faultNow) logger.info('The policy can be read and used again.');
    this.faultNow = null;
    if (
      taken.digest !== before.digest ||
      taken.git?.commit !== before.origin?.commit
    ) {
      logger.info(`Policy ${nameOf(this.inForce)} is in force now.`);
    }
  }

  private remember(error: SourceFault) {
    const { clock, logger } = this.options;
    const before = this.faultNow;
    if (before?.message === error.message) return;
    const kind = error.name === 'BundleError' ? 'invalid' : 'unreachable';
    this.faultNow = {
      kind,
      message: error.message,
      since: before?.kind === kind ? before.since : clock.now().toISOString(),
      commit: error.name === 'BundleError' ? error.commit : null,
    };
    logger.error(
      `${error.message}\nThe last good policy, ${nameOf(
        this.inForce,
      )}, stays in force.`,
    );
  }
}
