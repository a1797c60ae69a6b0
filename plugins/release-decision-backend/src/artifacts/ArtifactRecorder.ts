import {
  DecisionRecord,
  DsseEnvelope,
} from '@adaptive-delivery/plugin-release-common';
import {
  ApprovalDesk,
  ArtifactProperties,
  ArtifactStore,
  DecisionChannel,
  DecisionNotice,
  PluginClient,
  recordFolder,
  sha256Of,
} from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { QuarantineStore } from '../database';
import { ArtifactPromoter } from './ArtifactPromoter';
import { ReleasedBuild, releasedBuilds, toPublication } from './releasedBuilds';
import { readRollbacks, readVerdicts } from './remoteRecords';
import { toBytes } from './toBytes';

const SETTLED = ['promoted', 'rolledBack', 'frozen'];
const COPIES_LOOKED_AT = 20;

/** Path of the copy that stands for a digest, for those that are in the store. */
type Found = ReadonlyMap<string, string>;

/**
 * Keeps what was decided beside the build, marks its artifacts, and moves them
 * to where releases stay once they are promoted. Told like a channel: of each
 * revision, at least once, in order per decision; all of it can be repeated.
 */
export class ArtifactRecorder implements DecisionChannel {
  readonly name = 'artifact-store';
  private desk: ApprovalDesk | null = null;
  private readonly toldMissing = new Set<string>();

  constructor(
    private readonly deps: {
      store: ArtifactStore;
      promoter: ArtifactPromoter;
      quarantine: QuarantineStore;
      client: PluginClient;
      envelopes: (decisionId: string) => Promise<DsseEnvelope[]>;
      now: () => Date;
      /** Where a promoted decision means a promoted artifact. */
      promoteIn: readonly string[];
      logger: LoggerService;
    },
  ) {}

  open(desk: ApprovalDesk): void {
    this.desk = desk;
  }

  async deliver({ decisionId }: Pick<DecisionNotice, 'decisionId'>) {
    if (!this.desk) throw new Error('The artifact recorder is not open yet');
    const record = await this.desk.find(decisionId);
    if (!record) return;
    const builds = releasedBuilds(record);
    for (const build of builds) await this.record(record, build);
    if (record.bundle) await this.recordBundle(record);
    if (this.promotes(record)) {
      for (const { component, environment } of builds) {
        await this.deps.promoter.markLatest(component, environment);
      }
    }
    if (SETTLED.includes(record.state) && record.rolloutIds.length > 0) {
      await this.recordOutcome(record, builds);
    }
  }

  /** Whether the release in place may be another one now. */
  private promotes({ state, environment }: DecisionRecord) {
    return (
      ['promoted', 'rolledBack'].includes(state) &&
      this.deps.promoteIn.includes(environment)
    );
  }

  private async record(record: DecisionRecord, build: ReleasedBuild) {
    const { store } = this.deps;
    const found = await this.locate(build);
    const properties = await this.propertiesOf(record, build);
    await this.put(build.folder, 'build-info.json', build.buildInfo);
    await this.put(build.folder, 'risk-inputs.json', build.riskInputs);
    await this.putDecision(record, build.folder, properties);
    await this.markAll(build, found, properties);
    if (
      record.state === 'promoted' &&
      this.deps.promoteIn.includes(build.environment)
    ) {
      const entries = await this.deps.promoter.promote(record, build, found);
      await this.put(build.folder, 'promotion.json', { artifacts: entries });
      for (const { outcome, to } of entries) {
        if (outcome === 'promoted') await store.setProperties(to, properties);
      }
    }
    const publication = toPublication(build, found);
    await store.putBuild(publication);
    await store.setBuildStatus({
      name: publication.name,
      number: publication.number,
      status: record.state,
      comment: record.stateReason,
      at: record.updatedAt,
    });
  }

  private async recordBundle(record: DecisionRecord) {
    const { component, buildId, environment } = record.decision.candidate;
    const folder = recordFolder({ component, buildId, environment });
    await this.put(
      folder,
      'integration-manifest.json',
      record.bundle?.manifest,
    );
    await this.putDecision(record, folder, this.stateOf(record));
  }

  private async putDecision(
    record: DecisionRecord,
    folder: string,
    properties: ArtifactProperties,
  ) {
    const file = await this.put(folder, 'risk-decision.json', record.decision);
    await this.deps.store.setProperties(file, properties);
    const envelopes = await this.deps.envelopes(record.id);
    if (envelopes.length === 0) return;
    await this.put(folder, 'attestation.json', { envelopes });
  }

  /** Marks each copy of what is released, candidates and releases alike. */
  private async markAll(
    build: ReleasedBuild,
    found: Found,
    properties: ArtifactProperties,
  ) {
    const { store } = this.deps;
    for (const { sha256 } of build.artifacts) {
      const copies = await store.findByDigest(sha256, COPIES_LOOKED_AT);
      const first = found.get(sha256);
      const paths = new Set([
        ...(first === undefined ? [] : [first]),
        ...copies.map(({ path }) => path),
      ]);
      for (const path of paths) await store.setProperties(path, properties);
    }
  }

  private async recordOutcome(
    record: DecisionRecord,
    builds: readonly ReleasedBuild[],
  ) {
    const { client } = this.deps;
    const records = [
      ...(await readVerdicts(client, record)),
      ...(record.state === 'promoted'
        ? []
        : await readRollbacks(client, record)),
    ];
    for (const { folder } of builds) {
      for (const { file, content } of records) {
        await this.put(folder, file, content);
      }
    }
  }

  private stateOf(record: DecisionRecord): ArtifactProperties {
    return {
      'release.decisionId': record.id,
      'release.state': record.state,
      'release.band': record.band,
      'release.riskScore': String(record.riskScore),
      'release.environment': record.environment,
    };
  }

  private async propertiesOf(
    record: DecisionRecord,
    build: ReleasedBuild,
  ): Promise<ArtifactProperties> {
    const { quarantine, now } = this.deps;
    const digests = build.artifacts.map(({ sha256 }) => sha256);
    const isHeld =
      record.state === 'rolledBack' ||
      (await quarantine.findActive(digests, now())) !== null;
    return {
      ...this.stateOf(record),
      'release.component': build.component,
      'release.version': build.buildInfo.version,
      'release.buildId': build.buildId,
      'release.quarantined': String(isHeld),
      'release.records': build.folder,
    };
  }

  /** By the address in the build-info, else by the digest. */
  private async locate(build: ReleasedBuild): Promise<Found> {
    const { store, logger } = this.deps;
    const found = new Map<string, string>();
    for (const { name, sha256, uri } of build.artifacts) {
      const path = store.pathOf(uri);
      const there = path === null ? null : await store.find(path);
      const copies =
        there?.sha256 === sha256
          ? [there]
          : await store.findByDigest(sha256, 1);
      if (copies.length > 0) {
        found.set(sha256, copies[0].path);
      } else if (!this.toldMissing.has(build.component)) {
        this.toldMissing.add(build.component);
        logger.info(
          `${name} of ${build.component} ${build.buildId} (${uri}) is not in ${store.name}: only records are kept for it, and nothing is promoted there. This is said once per component.`,
        );
      }
    }
    return found;
  }

  private async put(folder: string, name: string, document: unknown) {
    const bytes = toBytes(document);
    const path = `${folder}/${name}`;
    await this.deps.store.putRecord(path, bytes, sha256Of(bytes));
    return path;
  }
}
