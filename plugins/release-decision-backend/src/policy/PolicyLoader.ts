import { DomainClock, sha256Of } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Bundle, PolicyCheck, loadBundle } from './loadBundle';
import { readPolicyFolders } from './readPolicyFolders';

export type PolicyInForce = Bundle & { loadedAt: string };

/** Why newer files could not be taken, and since when. */
export type PolicyFaultReport = { message: string; since: string };

type Options = {
  folders: readonly string[];
  clock: DomainClock;
  logger: LoggerService;
  check?: PolicyCheck;
};

/**
 * Holds the policy in force. A later edit that is broken never replaces the
 * good one: it is kept as `fault` until the files are good again.
 */
export class PolicyLoader {
  private seen: string | null = null;
  private faultNow: PolicyFaultReport | null = null;

  private constructor(
    private readonly options: Options,
    private inForce: PolicyInForce,
  ) {}

  /** @throws BundleError when the bundle cannot be used at all. */
  static async create(options: Options): Promise<PolicyLoader> {
    const sources = await readPolicyFolders(options.folders);
    const bundle = loadBundle(sources, options.check);
    return new PolicyLoader(options, {
      ...bundle,
      loadedAt: options.clock.now().toISOString(),
    });
  }

  current(): PolicyInForce {
    return this.inForce;
  }

  fault(): PolicyFaultReport | null {
    return this.faultNow;
  }

  /** Reads the files again and takes them when they changed and are good. */
  async refresh(): Promise<void> {
    const { folders, check, clock, logger } = this.options;
    try {
      const sources = await readPolicyFolders(folders);
      const content = sha256Of(
        JSON.stringify(sources.map(({ location, yaml }) => [location, yaml])),
      );
      if (content === this.seen) return;
      const bundle = loadBundle(sources, check);
      this.seen = content;
      if (this.faultNow) logger.info('The policy files can be used again.');
      this.faultNow = null;
      const isNew = bundle.digest !== this.inForce.digest;
      this.inForce = {
        ...bundle,
        loadedAt: isNew ? clock.now().toISOString() : this.inForce.loadedAt,
      };
      if (isNew) {
        const { name, version } = bundle.policy.policy;
        logger.info(
          `Policy ${name} ${version} (${bundle.digest.slice(
            0,
            12,
          )}) is in force now.`,
        );
      }
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'BundleError')
        throw error;
      this.seen = null;
      if (this.faultNow?.message === error.message) return;
      this.faultNow = {
        message: error.message,
        since: this.faultNow?.since ?? clock.now().toISOString(),
      };
      logger.error(
        `The policy files were changed but cannot be used; the last good policy stays in force. ${error.message}`,
      );
    }
  }
}
