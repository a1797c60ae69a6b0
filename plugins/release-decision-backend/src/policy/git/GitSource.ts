import { PolicySourceReport } from '@adaptive-delivery/plugin-release-common';
import { DomainClock, digestOf } from '@adaptive-delivery/plugin-release-node';
import { BundleError } from '../loadBundle';
import {
  GitOrigin,
  PolicySource,
  Snapshot,
  SourceUnreachableError,
} from '../sources/PolicySource';
import { GitSettings, fullRef, isRemote, refWords } from './GitSettings';
import { LocalRepository } from './LocalRepository';
import { RemoteRepository } from './RemoteRepository';
import { Repository, RepositoryError } from './Repository';
import { readPolicyTree } from './readPolicyTree';
import { isAxiosError, whyUnreachable } from './whyUnreachable';

type Outcome = { snapshot: Snapshot } | { error: Error };

type Options = {
  settings: GitSettings;
  clock: DomainClock;
  /** Real milliseconds that never go back; others than the process's in tests. */
  elapsedMs?: () => number;
};

const isBundleError = (error: unknown): error is BundleError =>
  error instanceof Error && error.name === 'BundleError';

/**
 * Policy files at a ref of a Git repository. The repository is asked once per
 * `pollSeconds`; in between, and while the ref stands still, the answer is the
 * last one.
 */
export class GitSource implements PolicySource {
  readonly origin: GitOrigin;
  private readonly repository: Repository;
  private last: { outcome: Outcome; atMs: number } | null = null;
  private known: { oid: string; outcome: Outcome } | null = null;
  private asked: Date | null = null;

  constructor(private readonly options: Options) {
    const { settings } = options;
    const { url, folder } = settings;
    this.repository = isRemote(settings)
      ? new RemoteRepository(settings)
      : new LocalRepository(settings);
    this.origin = {
      id: digestOf([url, fullRef(settings), folder]),
      words: [
        url,
        refWords(settings),
        ...(folder ? [`folder ${folder}`] : []),
      ].join(', '),
    };
  }

  async read(stop?: AbortSignal): Promise<Snapshot> {
    const {
      clock,
      settings,
      elapsedMs = () => performance.now(),
    } = this.options;
    const nowMs = elapsedMs();
    const due =
      !this.last || nowMs - this.last.atMs >= settings.pollSeconds * 1000;
    if (!this.last || due) {
      this.asked = clock.now();
      this.last = { outcome: await this.look(stop), atMs: nowMs };
    }
    const { outcome } = this.last;
    if ('error' in outcome) throw outcome.error;
    return outcome.snapshot;
  }

  report(): PolicySourceReport {
    const { settings } = this.options;
    return {
      kind: 'git',
      url: settings.url,
      ref: refWords(settings),
      folder: settings.folder,
    };
  }

  lastAskedAt(): Date | null {
    return this.asked;
  }

  private async look(stop?: AbortSignal): Promise<Outcome> {
    const { settings } = this.options;
    const deadline = AbortSignal.timeout(settings.timeoutSeconds * 1000);
    const signal = stop ? AbortSignal.any([deadline, stop]) : deadline;
    try {
      const oid = await this.repository.resolve(signal);
      if (!oid) {
        throw new RepositoryError(
          `it has no ${refWords(settings)}; look at ${settings.key}`,
        );
      }
      if (this.known?.oid === oid) return this.known.outcome;
      const opened = await this.repository.open(signal);
      const outcome = await readPolicyTree(opened, settings).then(
        (snapshot): Outcome => ({ snapshot }),
        (error: unknown): Outcome => {
          // What a commit holds does not change; all else may.
          if (isBundleError(error)) return { error };
          throw error;
        },
      );
      this.known = { oid: opened.oid, outcome };
      return outcome;
    } catch (error) {
      if (stop?.aborted) throw stop.reason;
      const why = whyUnreachable(error, settings, deadline.aborted);
      return {
        error: new SourceUnreachableError(
          `The policy cannot be read from ${this.origin.words}: ${why}.`,
          isAxiosError(error) ? {} : { cause: error },
        ),
      };
    }
  }
}
