import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PolicyRepository } from '../__testUtils__/PolicyRepository';
import { gitSettings } from '../__testUtils__/gitSettings';
import { DatabaseKeptPolicyStore } from '../database';
import { PolicyLoader } from './PolicyLoader';
import { GitSettings } from './git/GitSettings';
import { GitSource } from './git/GitSource';
import { FolderSource } from './sources/FolderSource';

const GOOD = { 'policies/z.yaml': 'coolDown: { hours: 7 }\n' };
const BROKEN = { 'policies/z.yaml': 'coolDown: { hours: soon }\n' };

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('a policy in Git, on %s', id => {
  let knex: Knex;
  let repository: PolicyRepository;
  let time: Date;
  let elapsed: number;
  beforeEach(async () => {
    knex = await databases.init(id);
    await knex.migrate.latest({
      directory: path.resolve(__dirname, '../../migrations'),
    });
    repository = PolicyRepository.create();
    time = new Date('2026-11-20T12:00:00Z');
    elapsed = 0;
  });
  afterEach(() => repository.remove());

  const clock: DomainClock = { now: () => time, pace: () => 1 };
  const logger = mockServices.logger.mock();
  const later = (iso: string) => {
    time = new Date(iso);
    elapsed += 60_000;
  };
  const overlay = () => path.join(repository.root, 'overlay');

  /** As a portal that starts anew on the same database. */
  const start = (change: Partial<GitSettings> = {}, withOverlay = false) =>
    PolicyLoader.create({
      sources: [
        new GitSource({
          settings: gitSettings(repository.folder, change),
          clock,
          elapsedMs: () => elapsed,
        }),
        ...(withOverlay ? [new FolderSource(overlay(), clock)] : []),
      ],
      kept: new DatabaseKeptPolicyStore(knex),
      clock,
      logger,
    });

  const away = () => renameSync(repository.folder, `${repository.folder}-away`);
  const back = () => renameSync(`${repository.folder}-away`, repository.folder);

  it('says where it is from, and takes what is committed', async () => {
    const commit = repository.git('rev-parse', 'HEAD');
    const loader = await start();
    const source = `${repository.folder}, branch main, folder policies`;
    expect(loader.current().origin).toEqual({ commit, source });
    expect(loader.report()).toMatchObject({
      name: 'default',
      commit,
      sources: [
        {
          kind: 'git',
          url: repository.folder,
          ref: 'branch main',
          folder: 'policies',
        },
      ],
      loadedAt: '2026-11-20T12:00:00.000Z',
      lastCheckedAt: '2026-11-20T12:00:00.000Z',
      fault: null,
    });

    const next = repository.commit(GOOD);
    later('2026-11-20T12:01:00Z');
    await loader.refresh();
    expect(loader.current().policy.coolDown.hours).toBe(7);
    expect(loader.report()).toMatchObject({
      commit: next,
      loadedAt: '2026-11-20T12:01:00.000Z',
      lastCheckedAt: '2026-11-20T12:01:00.000Z',
    });
  });

  it('names the newest commit that says the same, without calling it newly loaded', async () => {
    const loader = await start();
    const { digest } = loader.current();
    const commit = repository.commit({ 'README.md': 'words\n' });
    later('2026-11-20T12:01:00Z');
    await loader.refresh();
    expect(loader.report()).toMatchObject({
      digest,
      commit,
      loadedAt: '2026-11-20T12:00:00.000Z',
    });
  });

  it('keeps the good policy over a broken commit until it is mended', async () => {
    const loader = await start();
    const good = loader.current();
    const broken = repository.commit(BROKEN);
    later('2026-11-20T13:00:00Z');
    await loader.refresh();
    expect(loader.current()).toBe(good);
    expect(loader.fault()).toEqual({
      kind: 'invalid',
      commit: broken,
      since: '2026-11-20T13:00:00.000Z',
      message: expect.stringContaining(
        `policy@${broken.slice(0, 12)}:policies/z.yaml:1:13: coolDown.hours: `,
      ),
    });

    const mended = repository.commit(GOOD);
    later('2026-11-20T14:00:00Z');
    await loader.refresh();
    expect(loader.report()).toMatchObject({ commit: mended, fault: null });
  });

  it('keeps the good policy while the repository cannot be reached', async () => {
    const loader = await start();
    const good = loader.current();
    away();
    later('2026-11-20T13:00:00Z');
    await loader.refresh();
    later('2026-11-20T13:01:00Z');
    await loader.refresh();
    expect(loader.current()).toBe(good);
    expect(loader.fault()).toEqual({
      kind: 'unreachable',
      commit: null,
      since: '2026-11-20T13:00:00.000Z',
      message: expect.stringMatching(/cannot be read from .*no Git repository/),
    });
    expect(loader.report().lastCheckedAt).toBe('2026-11-20T13:01:00.000Z');

    back();
    const broken = repository.commit(BROKEN);
    later('2026-11-20T13:02:00Z');
    await loader.refresh();
    expect(loader.fault()).toMatchObject({
      kind: 'invalid',
      commit: broken,
      since: '2026-11-20T13:02:00.000Z',
    });
  });

  it('starts with what was last in force while the repository cannot be reached', async () => {
    await start();
    const commit = repository.commit(GOOD);
    later('2026-11-20T12:01:00Z');
    await start();
    away();
    later('2026-11-20T13:00:00Z');
    const again = await start();
    expect(again.current().policy.coolDown.hours).toBe(7);
    expect(again.report()).toMatchObject({
      commit,
      loadedAt: '2026-11-20T12:01:00.000Z',
      fault: { kind: 'unreachable', since: '2026-11-20T13:00:00.000Z' },
    });
    expect(logger.error).toHaveBeenLastCalledWith(
      expect.stringContaining(`commit ${commit.slice(0, 12)}), stays in force`),
    );

    back();
    later('2026-11-20T13:01:00Z');
    await again.refresh();
    expect(again.fault()).toBeNull();
  });

  it('starts with what was last in force while the newest commit is broken', async () => {
    const commit = repository.commit(GOOD);
    const loader = await start();
    const broken = repository.commit(BROKEN);
    later('2026-11-20T13:00:00Z');
    await loader.refresh();
    const again = await start();
    expect(again.report()).toMatchObject({
      commit,
      fault: { kind: 'invalid', commit: broken },
    });
  });

  it('does not start without a policy, and says why', async () => {
    repository.commit(BROKEN);
    await expect(start()).rejects.toThrow(/z\.yaml:1:13: coolDown\.hours/);
    away();
    await expect(start()).rejects.toThrow(
      /cannot be read from .*, branch main, folder policies: .* is no Git repository.*No earlier bundle from there is kept either\. Nothing is decided without a policy; mend this and start again\./,
    );
  });

  it('does not take what was kept of another branch or folder', async () => {
    repository.git('branch', 'next');
    await start();
    away();
    for (const change of [
      { ref: { kind: 'branch', name: 'next' } as const },
      { ref: { kind: 'tag', name: 'main' } as const },
      { folder: null },
    ]) {
      await expect(start(change)).rejects.toThrow(
        /No earlier bundle from there/,
      );
    }
    await expect(
      start({ pollSeconds: 5, timeoutSeconds: 1 }),
    ).resolves.toBeDefined();
  });

  it('lays a local folder over what is in Git, and over what was kept', async () => {
    mkdirSync(overlay());
    const write = (yaml: string) =>
      writeFileSync(path.join(overlay(), 'local.yaml'), yaml);
    write('coolDown: { hours: 9 }\n');
    const commit = repository.commit(GOOD);
    const loader = await start({}, true);
    expect(loader.current().policy.coolDown.hours).toBe(9);
    expect(loader.report()).toMatchObject({
      commit,
      sources: [{ kind: 'git' }, { kind: 'folder', folder: overlay() }],
    });

    write('coolDown: { hours: 10 }\n');
    await loader.refresh();
    expect(loader.current().policy.coolDown.hours).toBe(10);

    away();
    expect((await start({}, true)).current().policy.coolDown.hours).toBe(10);
    write('coolDown: { hours: soon }\n');
    await expect(start({}, true)).rejects.toThrow(
      /no Git repository.*The bundle that was last in force does not fit any more: [^]*local\.yaml:1:13/,
    );
  });
});
