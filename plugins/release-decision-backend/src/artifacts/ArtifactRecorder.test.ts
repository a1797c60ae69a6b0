import {
  DecisionNotice,
  PluginClient,
  PluginRequest,
  UnreachableError,
  recordFolder,
  releasePath,
  releasesFolder,
  sha256Of,
} from '@adaptive-delivery/plugin-release-node';
import {
  TestDatabases,
  createMockDirectory,
} from '@backstage/backend-test-utils';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  ROLLOUT,
  quarantine,
  report,
  submit,
  tested,
} from '../__testUtils__/calls';
import {
  TestPortal,
  createTestPortal,
} from '../__testUtils__/createTestPortal';
import {
  DRIVER,
  bundleEntities,
  bundleOf,
  driverBuild,
  serviceBuild,
  submitBundle,
} from '../__testUtils__/bundles';
import { sampleSubmission } from '../__testUtils__/samples';
import { openArtifacts } from './openArtifacts';
import { ArtifactRecorder } from './ArtifactRecorder';
import { LocalFolderStore } from './LocalFolderStore';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const folder = createMockDirectory();
const INCIDENT = '3b9e4f0a-0f0e-4f57-8d0f-5ad3f5f0a001';

/** What the other backends would answer. */
class OtherBackends implements PluginClient {
  isDown = false;
  decisionId = '';

  async request<T>({ pluginId, path: asked }: PluginRequest): Promise<T> {
    if (this.isDown) throw new UnreachableError(pluginId, 'connection refused');
    const items = asked.startsWith('/v1/verdicts?')
      ? [{ verdict: 'rollback' }]
      : [
          { incidentId: INCIDENT, decisionId: this.decisionId },
          { incidentId: 'another', decisionId: 'another' },
        ];
    return { items, nextCursor: null } as T;
  }
}

describe.each(databases.eachSupportedId())('the recorder on %s', databaseId => {
  let portal: TestPortal;
  let recorder: ArtifactRecorder;
  let store: LocalFolderStore;
  let others: OtherBackends;

  beforeEach(async () => {
    folder.clear();
    const knex = await databases.init(databaseId);
    portal = await createTestPortal({ knex, entities: bundleEntities });
    others = new OtherBackends();
    const artifacts = await openArtifacts({
      given: null,
      settings: {
        folder: folder.path,
        promote: { environments: ['production'], mode: 'copy' },
        retention: null,
      },
      knex,
      client: others,
      clock: { now: () => portal.time.now, pace: () => 1 },
      logger: portal.logger,
    });
    if (!artifacts) throw new Error('There is no store');
    recorder = artifacts.recorder;
    store = artifacts.store as LocalFolderStore;
    recorder.open(portal.desk);
  });

  const place = {
    component: 'component:default/payments-service',
    environment: 'production',
  };
  const candidate = (number: number) => `candidates/payments-${number}.tar.gz`;
  const content = (number: number) => `build ${number}`;
  const released = (number: number) =>
    releasePath({
      ...place,
      buildId: `payments-${number}`,
      artifact: 'payments.tar.gz',
    });
  const records = (number: number) =>
    recordFolder({ ...place, buildId: `payments-${number}` });
  const readJson = (name: string) =>
    JSON.parse(readFileSync(folder.resolve(name), 'utf8'));
  const latest = () => readJson(`${releasesFolder(place)}/latest.json`);
  const quarantineNow = (sha256: string) =>
    portal.as('rollout').post('/v1/quarantine').send(quarantine(sha256));

  /** A build whose file is in the store, submitted. */
  async function build(number: number, is = content(number)) {
    const file = folder.resolve(candidate(number));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, is);
    const body = sampleSubmission({
      number,
      digest: sha256Of(content(number)),
      risk: tested,
    });
    const [artifact] = body.buildInfo.artifacts;
    const { id } = await submit(portal, {
      ...body,
      buildInfo: {
        ...body.buildInfo,
        artifacts: [{ ...artifact, uri: candidate(number) }],
      },
    });
    others.decisionId = id;
    return id;
  }

  const tell = (decisionId: string) =>
    recorder.deliver({ decisionId } as DecisionNotice);

  async function promote(number: number) {
    portal.time.now = new Date(portal.time.now.getTime() + 60_000);
    const id = await build(number);
    await report(portal, id, 'promoted');
    await tell(id);
    return id;
  }

  it('keeps what was decided beside the build, and marks the candidate', async () => {
    const id = await build(1);
    await tell(id);
    expect(readJson(`${records(1)}/risk-decision.json`)).toMatchObject({
      decisionId: id,
    });
    expect(readJson(`${records(1)}/build-info.json`).buildId).toBe(
      'payments-1',
    );
    expect(await store.properties(candidate(1))).toMatchObject({
      'release.decisionId': id,
      'release.state': 'queued',
      'release.band': expect.any(String),
      'release.riskScore': expect.stringMatching(/^\d/),
      'release.quarantined': 'false',
      'release.records': records(1),
    });
    expect(await store.find(released(1))).toBeNull();
  });

  it('promotes what was promoted, says which is in place, and may be told twice', async () => {
    const first = await promote(1);
    const second = await promote(2);
    await tell(first);
    await tell(second);
    expect(latest().release).toMatchObject({
      decisionId: second,
      version: '2.2.0',
      artifacts: [{ path: released(2), sha256: sha256Of(content(2)) }],
    });
    expect(await store.properties(released(1))).toMatchObject({
      'release.latest': 'false',
      'release.state': 'promoted',
    });
    expect(await store.properties(released(2))).toMatchObject({
      'release.latest': 'true',
    });
    expect(await store.find(candidate(2))).not.toBeNull();
  });

  it('marks a release that is rolled back, goes back to the one before, and removes nothing', async () => {
    const first = await promote(1);
    const second = await promote(2);
    await report(portal, second, 'rolledBack');
    await tell(second);
    expect(latest().release.decisionId).toBe(first);
    expect(await store.properties(released(1))).toMatchObject({
      'release.latest': 'true',
    });
    expect(await store.properties(released(2))).toMatchObject({
      'release.latest': 'false',
      'release.quarantined': 'true',
      'release.state': 'rolledBack',
    });
    expect(readJson(`${records(2)}/rollback-${INCIDENT}.json`)).toMatchObject({
      decisionId: second,
    });
    expect(readJson(`${records(2)}/verdicts-${ROLLOUT}.json`).items).toEqual([
      { verdict: 'rollback' },
    ]);
    await report(portal, first, 'rolledBack', { key: 'later' });
    await tell(first);
    expect(latest().release).toBeNull();
    for (const number of [1, 2]) {
      expect(await store.find(released(number))).not.toBeNull();
    }
  });

  it('promotes nothing that is in quarantine, whatever the decision says', async () => {
    const id = await build(1);
    await report(portal, id, 'promoted');
    expect((await quarantineNow(sha256Of(content(1)))).status).toBe(204);
    await tell(id);
    expect(await store.find(released(1))).toBeNull();
    expect(readJson(`${records(1)}/promotion.json`).artifacts).toEqual([
      expect.objectContaining({
        outcome: 'quarantined',
        words: expect.stringContaining('p95 latency was 4 times'),
      }),
    ]);
    expect(await store.properties(candidate(1))).toMatchObject({
      'release.quarantined': 'true',
    });
  });

  it.each([
    ['is not there', null],
    ['is another one under the same name', 'tampered'],
  ])('keeps records only when the artifact %s', async (_what, is) => {
    const id = await build(1, is ?? content(1));
    if (is === null) await store.remove(candidate(1), sha256Of(content(1)));
    await report(portal, id, 'promoted');
    await tell(id);
    await tell(id);
    expect(await store.find(released(1))).toBeNull();
    expect(readJson(`${records(1)}/promotion.json`).artifacts).toEqual([
      expect.objectContaining({ outcome: 'missing' }),
    ]);
    const told = portal.logger.info.mock.calls.filter(([line]) =>
      line.includes('only records are kept'),
    );
    expect(told).toHaveLength(1);
  });

  it('keeps a bundle under each of its parts, and its manifest under its own name', async () => {
    const parts = [serviceBuild(1), driverBuild(1)];
    const { id } = await submitBundle(portal, bundleOf(1, parts));
    await tell(id);
    for (const { buildInfo } of parts) {
      const { component, buildId } = buildInfo;
      const of = recordFolder({ ...place, component, buildId });
      expect(readJson(`${of}/build-info.json`).component).toBe(component);
      expect(readJson(`${of}/risk-decision.json`).decisionId).toBe(id);
    }
    expect(parts[1].buildInfo.component).toBe(DRIVER);
    const { candidate: whole } = readJson(
      `${recordFolder({
        ...place,
        component: parts[0].buildInfo.component,
        buildId: parts[0].buildInfo.buildId,
      })}/risk-decision.json`,
    );
    expect(
      readJson(`${recordFolder(whole)}/integration-manifest.json`).manifestId,
    ).toBe(whole.buildId);
  });

  it('is told again while another backend is away, with its own part done', async () => {
    const id = await build(1);
    await report(portal, id, 'promoted');
    others.isDown = true;
    await expect(tell(id)).rejects.toThrow('canary-analyzer cannot be reached');
    expect(await store.find(released(1))).not.toBeNull();
    others.isDown = false;
    await tell(id);
    expect(
      readJson(`${records(1)}/verdicts-${ROLLOUT}.json`).items,
    ).toHaveLength(1);
  });
});
