import {
  ArtifactStore,
  DomainClock,
  StoredArtifact,
} from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ArtifactUseStore } from '../database';
import { RetentionRules } from './readArtifactSettings';
import {
  ArtifactUse,
  RetentionVerdict,
  judgeArtifact,
  oldBefore,
} from './retentionRules';

const PAGE = 1000;
const MAX_PAGES = 100;
const MAX_SHOWN = 200;
const DAY_MS = 24 * 3_600_000;
const AREAS = ['candidates', 'records'] as const;

export type RetentionReport = {
  store: string;
  dryRun: boolean;
  at: string;
  rules: RetentionRules;
  /** How many were old enough to be looked at. */
  looked: number;
  /** How many went, or would go. */
  removed: number;
  removedBytes: number;
  /** How many stay although they are old, by reason. */
  kept: Record<string, number>;
  /** Those that went or would go, at most 200. */
  items: Array<StoredArtifact & { why: string }>;
  /** Whether a bound ended the run; the next one goes on. */
  bounded: boolean;
};

type Judged = { item: StoredArtifact; verdict: RetentionVerdict };

/**
 * Removes what is old and not in use. A store or a database that does not
 * answer ends the run before anything that hangs on it is removed.
 */
export class ArtifactRetention {
  constructor(
    private readonly deps: {
      store: ArtifactStore;
      use: ArtifactUseStore;
      rules: RetentionRules;
      clock: DomainClock;
      logger: LoggerService;
    },
  ) {}

  /**
   * @throws ArtifactStoreUnreachableError, ArtifactRefusedError, or what the
   * database throws; what was removed until then was rightly removed.
   */
  async run(options: {
    dryRun: boolean;
    signal?: AbortSignal;
  }): Promise<RetentionReport> {
    const { store, rules, clock } = this.deps;
    const { dryRun, signal } = options;
    const report: RetentionReport = {
      store: store.name,
      dryRun,
      at: clock.now().toISOString(),
      rules,
      looked: 0,
      removed: 0,
      removedBytes: 0,
      kept: {},
      items: [],
      bounded: false,
    };
    let pages = 0;
    for (const folder of AREAS) {
      const storedBefore = oldBefore(folder, rules, clock.now());
      let cursor: string | undefined;
      while (storedBefore && !report.bounded) {
        signal?.throwIfAborted();
        const page = await store.list({
          folder,
          storedBefore,
          cursor,
          limit: PAGE,
        });
        await this.sift(page.items, report, signal);
        pages++;
        if (!page.nextCursor) break;
        if (pages >= MAX_PAGES) report.bounded = true;
        cursor = page.nextCursor;
      }
    }
    return report;
  }

  private async sift(
    items: readonly StoredArtifact[],
    report: RetentionReport,
    signal: AbortSignal | undefined,
  ) {
    if (items.length === 0) return;
    // Read anew for each page: a decision made a moment ago counts.
    const judged = await this.judge(items);
    report.looked += items.length;
    for (const { item, verdict } of judged) {
      if (!verdict.remove) {
        report.kept[verdict.why] = (report.kept[verdict.why] ?? 0) + 1;
        continue;
      }
      if (report.removed >= report.rules.maxRemovals) {
        report.bounded = true;
        return;
      }
      signal?.throwIfAborted();
      if (!report.dryRun && !(await this.remove(item))) continue;
      report.removed++;
      report.removedBytes += item.sizeBytes;
      if (report.items.length < MAX_SHOWN) {
        report.items.push({ ...item, why: verdict.why });
      }
    }
  }

  private async judge(items: readonly StoredArtifact[]): Promise<Judged[]> {
    const { rules, clock, use } = this.deps;
    const now = clock.now();
    const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
    const inUse: ArtifactUse = await use.inUse({
      keepReleases: rules.keepReleases,
      evidenceSince: before(rules.evidenceDays),
      undecidedSince: before(rules.candidateDays),
    });
    return items.map(item => ({
      item,
      verdict: judgeArtifact(item, inUse, rules, now),
    }));
  }

  private async remove(item: StoredArtifact): Promise<boolean> {
    try {
      return await this.deps.store.remove(item.path, item.sha256);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ArtifactConflictError') {
        throw error;
      }
      this.deps.logger.warn(
        `${item.path} was replaced while it was looked at, and stays: ${error.message}`,
      );
      return false;
    }
  }
}
