import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  ArtifactStore,
  DomainClock,
  releasePath,
  releasesFolder,
  sha256Of,
} from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ArtifactUseStore, DecisionStore, QuarantineStore } from '../database';
import { ReleasedBuild, releasedBuilds } from './releasedBuilds';
import { toBytes } from './toBytes';

const MAX_POINTER_BYTES = 1024 * 1024;

export type PromotionEntry = {
  name: string;
  sha256: string;
  from: string | null;
  to: string;
  outcome: 'promoted' | 'missing' | 'otherContent' | 'quarantined';
  words: string;
};

/** Content of `latest.json`: the release that a component has in an environment. */
export type LatestRelease = {
  component: string;
  environment: string;
  release: {
    decisionId: string;
    version: string;
    buildId: string;
    artifacts: Array<{ name: string; path: string; sha256: string }>;
  } | null;
};

type Named = Error & { name: string };
const isNamed = (error: unknown, name: string): error is Named =>
  error instanceof Error && error.name === name;

/** Moves promoted artifacts to where they stay, and says which are in place. */
export class ArtifactPromoter {
  constructor(
    private readonly deps: {
      store: ArtifactStore;
      decisions: Pick<DecisionStore, 'find'>;
      quarantine: QuarantineStore;
      use: ArtifactUseStore;
      clock: DomainClock;
      logger: LoggerService;
      mode: 'copy' | 'move';
    },
  ) {}

  /**
   * Promotes the artifacts of a build, unless a digest of the decision is in
   * quarantine. Releases that are there already are not touched.
   *
   * @param found - where each digest lies
   */
  async promote(
    record: DecisionRecord,
    build: ReleasedBuild,
    found: ReadonlyMap<string, string>,
  ): Promise<PromotionEntry[]> {
    const { quarantine, clock, logger } = this.deps;
    const digests = record.decision.candidate.artifacts.map(a => a.sha256);
    const held = await quarantine.findActive(digests, clock.now());
    const entries: PromotionEntry[] = [];
    for (const { name, sha256 } of build.artifacts) {
      const from = found.get(sha256) ?? null;
      const to = releasePath({ ...build, artifact: name });
      const about = { name, sha256, from, to };
      if (held) {
        const words = `Not promoted: ${held.sha256} is in quarantine until ${held.until}: ${held.reason}`;
        entries.push({ ...about, outcome: 'quarantined', words });
        continue;
      }
      entries.push({ ...about, ...(await this.promoteOne(from, to, sha256)) });
    }
    for (const { name, outcome, words } of entries) {
      if (outcome === 'promoted' || outcome === 'missing') continue;
      logger.error(`${name} of ${build.component} ${build.buildId}: ${words}`);
    }
    return entries;
  }

  private async promoteOne(
    from: string | null,
    to: string,
    sha256: string,
  ): Promise<Pick<PromotionEntry, 'outcome' | 'words'>> {
    const { store, mode } = this.deps;
    try {
      // A move that was cut short has left the candidate nowhere but there.
      const there = await store.find(to);
      if (there?.sha256 === sha256) {
        return { outcome: 'promoted', words: `It is at ${to}.` };
      }
      if (from === null) {
        return { outcome: 'missing', words: `It is not in ${store.name}.` };
      }
      await store.promote({ from, to, sha256, mode });
      return { outcome: 'promoted', words: `It is at ${to}.` };
    } catch (error) {
      if (isNamed(error, 'ArtifactConflictError')) {
        return { outcome: 'otherContent', words: error.message };
      }
      if (isNamed(error, 'ArtifactMissingError')) {
        return { outcome: 'missing', words: error.message };
      }
      throw error;
    }
  }

  /**
   * Says which release a component has now: the one promoted last that was not
   * taken back. Depends on no order, as it is read from the decisions.
   */
  async markLatest(component: string, environment: string): Promise<void> {
    const { store, use } = this.deps;
    const folder = releasesFolder({ component, environment });
    const path = `${folder}/latest.json`;
    const id = await use.lastPromoted({ component, environment });
    const release = id ? await this.releaseOf(id, component) : null;
    const latest: LatestRelease = { component, environment, release };
    const before = await this.readLatest(path);
    const now = new Set(release?.artifacts.map(artifact => artifact.path));
    for (const { path: old } of before?.release?.artifacts ?? []) {
      if (now.has(old)) continue;
      await store
        .setProperties(old, { 'release.latest': 'false' })
        .catch(error => {
          if (!isNamed(error, 'ArtifactMissingError')) throw error;
        });
    }
    for (const artifact of now) {
      await store.setProperties(artifact, { 'release.latest': 'true' });
    }
    const bytes = toBytes(latest);
    await store.putRecord(path, bytes, sha256Of(bytes));
  }

  private async readLatest(path: string): Promise<LatestRelease | null> {
    try {
      const bytes = await this.deps.store.readRecord(path, MAX_POINTER_BYTES);
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch (error) {
      if (isNamed(error, 'ArtifactMissingError')) return null;
      throw error;
    }
  }

  private async releaseOf(
    decisionId: string,
    component: string,
  ): Promise<LatestRelease['release']> {
    const { store, decisions } = this.deps;
    const stored = await decisions.find(decisionId);
    const build =
      stored &&
      releasedBuilds(stored).find(item => item.component === component);
    if (!build) return null;
    const artifacts = [];
    for (const { name, sha256 } of build.artifacts) {
      const path = releasePath({ ...build, artifact: name });
      const there = await store.find(path);
      if (there?.sha256 === sha256) artifacts.push({ name, path, sha256 });
    }
    const { buildId } = build;
    const { version } = build.buildInfo;
    return { decisionId, version, buildId, artifacts };
  }
}
