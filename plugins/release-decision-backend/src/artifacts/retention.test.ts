import {
  StoredArtifact,
  sha256Of,
} from '@adaptive-delivery/plugin-release-node';
import {
  TestDatabases,
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { Knex } from 'knex';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { quarantine, release, report, submit } from '../__testUtils__/calls';
import {
  TestPortal,
  createTestPortal,
} from '../__testUtils__/createTestPortal';
import { digestNumber } from '../__testUtils__/samples';
import { ArtifactUseStore, DatabaseArtifactUseStore } from '../database';
import { ArtifactRetention } from './ArtifactRetention';
import { LocalFolderStore } from './LocalFolderStore';
import { RetentionRules } from './readArtifactSettings';
import { ArtifactUse, judgeArtifact } from './retentionRules';

const DAY_MS = 24 * 3_600_000;
const rules: RetentionRules = {
  candidateDays: 30,
  keepReleases: 2,
  evidenceDays: 90,
  recordDays: null,
  maxRemovals: 500,
};
const now = new Date('2026-11-20T12:00:00Z');

const nothing: ArtifactUse = { digests: new Map(), folders: new Map() };
const item = (
  path_: string,
  ageDays: number,
  sha256 = digestNumber(1),
): StoredArtifact => ({
  path: path_,
  sha256,
  sizeBytes: 1,
  storedAt: new Date(now.getTime() - ageDays * DAY_MS).toISOString(),
});

describe('judgeArtifact', () => {
  it.each([
    ['a candidate that is old', item('candidates/a', 31), true],
    ['a candidate that is just as old', item('candidates/a', 30), false],
    ['a release, however old', item('releases/production/a', 9999), false],
    ['a record, however old', item('records/x/a', 9999), false],
    ['what is not in an area', item('elsewhere/a', 9999), false],
    [
      'a candidate of no readable age',
      { ...item('candidates/a', 1), storedAt: 'yesterday' },
      false,
    ],
    ['a candidate from the future', item('candidates/a', -5), false],
  ])('%s: removed %#', (_what, what, removed) => {
    expect(judgeArtifact(what, nothing, rules, now).remove).toBe(removed);
  });

  it('removes old records when it is told to, but none of a decision in use', () => {
    const use = {
      ...nothing,
      folders: new Map([['records/used', 'an open decision refers to it']]),
    };
    const days = { ...rules, recordDays: 10 };
    const removes = (name: string) =>
      judgeArtifact(item(name, 11), use, days, now).remove;
    expect(removes('records/unused/a')).toBe(true);
    expect(removes('records/used/a')).toBe(false);
  });

  it('never removes what is in use, whatever its age, name and rules', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -10, max: 100_000 }),
        fc.constantFrom('candidates/a', 'records/f/a', 'releases/p/a', '..'),
        fc.integer({ min: 1, max: 36_500 }),
        fc.option(fc.integer({ min: 1, max: 36_500 })),
        fc.boolean(),
        (age, name, candidateDays, recordDays, byDigest) => {
          const use: ArtifactUse = byDigest
            ? { ...nothing, digests: new Map([[digestNumber(1), 'needed']]) }
            : {
                ...nothing,
                folders: new Map([[path.posix.dirname(name), 'needed']]),
              };
          const verdict = judgeArtifact(
            item(name, age),
            use,
            { ...rules, candidateDays, recordDays },
            now,
          );
          expect(verdict.remove).toBe(false);
        },
      ),
    );
  });
});

const folder = createMockDirectory();
const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** Days pass while nothing is done to the files. */
async function openRetention(options: {
  use: ArtifactUseStore;
  change?: Partial<RetentionRules>;
  daysLater?: number;
  at?: Date;
}) {
  folder.clear();
  const { use, change, daysLater = 0, at = new Date() } = options;
  const clock = {
    now: () => new Date(at.getTime() + daysLater * DAY_MS),
    pace: () => 1,
  };
  const store = await LocalFolderStore.open({
    folder: folder.path,
    now: clock.now,
  });
  const retention = new ArtifactRetention({
    store,
    use,
    rules: { ...rules, ...change },
    clock,
    logger: mockServices.logger.mock(),
  });
  return { store, retention };
}

function drop(name: string, content: string) {
  const file = folder.resolve(`candidates/${name}`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

describe('ArtifactRetention', () => {
  const useOf = (...contents: string[]): ArtifactUseStore => ({
    inUse: async () => ({
      digests: new Map(contents.map(text => [sha256Of(text), 'needed'])),
      folders: new Map(),
    }),
    lastPromoted: async () => null,
  });

  it('says in a dry run what would go, and what stays and why', async () => {
    const { store, retention } = await openRetention({
      use: useOf('used'),
      daysLater: 31,
    });
    drop('a', 'used');
    drop('b', 'unused');
    const dry = await retention.run({ dryRun: true });
    expect(dry).toMatchObject({
      looked: 2,
      removed: 1,
      removedBytes: 6,
      kept: { needed: 1 },
      items: [
        {
          path: 'candidates/b',
          why: 'older than 30 days, and not in use',
        },
      ],
      bounded: false,
    });
    expect(await store.find('candidates/b')).not.toBeNull();
    expect(await retention.run({ dryRun: false })).toMatchObject({
      ...dry,
      dryRun: false,
      at: expect.any(String),
    });
    expect(await store.find('candidates/b')).toBeNull();
    expect(await store.find('candidates/a')).not.toBeNull();
  });

  it('ends at its bound, and goes on with the next run', async () => {
    const { retention } = await openRetention({
      use: useOf(),
      change: { maxRemovals: 2 },
      daysLater: 31,
    });
    for (const name of ['a', 'b', 'c']) drop(name, name);
    const run = () => retention.run({ dryRun: false });
    expect(await run()).toMatchObject({ removed: 2, bounded: true });
    expect(await run()).toMatchObject({ removed: 1, bounded: false });
  });

  it('removes nothing when the decisions cannot be read', async () => {
    const { store, retention } = await openRetention({
      use: {
        inUse: async () => {
          throw new Error('the database is away');
        },
        lastPromoted: async () => null,
      },
      daysLater: 31,
    });
    drop('a', 'one');
    await expect(retention.run({ dryRun: false })).rejects.toThrow(
      'the database is away',
    );
    expect(await store.find('candidates/a')).not.toBeNull();
  });

  it('removes nothing when it is told to stop', async () => {
    const { store, retention } = await openRetention({
      use: useOf(),
      daysLater: 31,
    });
    drop('a', 'one');
    await expect(
      retention.run({ dryRun: false, signal: AbortSignal.abort() }),
    ).rejects.toThrow('abort');
    expect(await store.find('candidates/a')).not.toBeNull();
  });
});

type Ended = 'promoted' | 'rolledBack' | 'releasing' | 'queued' | 'blocked';

describe.each(databases.eachSupportedId())('what is in use on %s', id => {
  let knex: Knex;
  let portal: TestPortal;
  beforeEach(async () => {
    knex = await databases.init(id);
    portal = await createTestPortal({ knex });
  });

  const minute = (number: number, start = '2026-11-20T12:00:00Z') =>
    new Date(Date.parse(start) + number * 60_000);

  /** Releases end in the order of their numbers, a minute apart. */
  async function play(ends: readonly Ended[], start?: string) {
    for (const [index, end] of ends.entries()) {
      portal.time.now = minute(index, start);
      const { id: decision } = await submit(portal, release(index + 1));
      if (end === 'queued' || end === 'blocked') continue;
      await report(portal, decision, 'started');
      if (end === 'releasing') continue;
      const promoted = await report(portal, decision, 'promoted');
      expect(promoted.status).toBe(204);
      if (end === 'rolledBack') await report(portal, decision, 'rolledBack');
    }
  }

  const inUse = async (at: Date, keepReleases = 2) => {
    const { digests } = await new DatabaseArtifactUseStore(knex).inUse({
      keepReleases,
      evidenceSince: new Date(at.getTime() - 90 * DAY_MS),
      undecidedSince: new Date(at.getTime() - 30 * DAY_MS),
    });
    return [...digests.keys()].map(sha256 => parseInt(sha256, 16)).sort();
  };

  it('are the last releases, what is on its way, and evidence while it is fresh', async () => {
    await play([
      'promoted',
      'promoted',
      'rolledBack',
      'promoted',
      'promoted',
      'releasing',
    ]);
    expect(await inUse(minute(6))).toEqual([3, 4, 5, 6]);
    // A year later nobody asks about the rollback.
    const later = new Date(minute(6).getTime() + 365 * DAY_MS);
    expect(await inUse(later)).toEqual([4, 5, 6]);
    expect(await inUse(later, 3)).toEqual([2, 4, 5, 6]);
  });

  it('brings the release before back when the last one is taken back', async () => {
    await play(['promoted', 'promoted', 'promoted']);
    const use = new DatabaseArtifactUseStore(knex);
    const lane = { component: portal.component, environment: 'production' };
    const last = await use.lastPromoted(lane);
    await report(portal, last ?? '', 'rolledBack');
    expect(await use.lastPromoted(lane)).not.toBe(last);
    expect(await inUse(minute(9), 1)).toEqual([2, 3]);
    expect(
      await use.lastPromoted({ ...lane, environment: 'staging' }),
    ).toBeNull();
  });

  it('is what is in quarantine, and for a time what was', async () => {
    const added = await portal
      .as('rollout')
      .post('/v1/quarantine')
      .send(quarantine(digestNumber(77)));
    expect(added.status).toBe(204);
    const until = Date.parse('2026-11-23T12:00:00Z');
    expect(await inUse(new Date(until + 89 * DAY_MS))).toEqual([77]);
    expect(await inUse(new Date(until + 91 * DAY_MS))).toEqual([]);
  });

  it('survives retention, whatever happened before and however late it runs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<Ended>('promoted', 'rolledBack'), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 400 }),
        async (ends, keepReleases, daysLater) => {
          for (const table of [
            'rollout_reports',
            'decision_authors',
            'decision_components',
            'decisions',
            'candidates',
          ]) {
            await knex(table).delete();
          }
          // Files are as old as they are, so the decisions are of today too.
          await play(ends, new Date().toISOString());
          const use = new DatabaseArtifactUseStore(knex);
          const { retention, store } = await openRetention({
            use: {
              lastPromoted: of => use.lastPromoted(of),
              // Decides about digests that no file can have.
              inUse: async query => {
                const { digests, folders } = await use.inUse(query);
                const named = [...digests].map(
                  ([sha256, why]) =>
                    [sha256Of(`build ${parseInt(sha256, 16)}`), why] as const,
                );
                return { digests: new Map(named), folders };
              },
            },
            change: { keepReleases },
            daysLater,
          });
          ends.forEach((_end, index) =>
            drop(`${index + 1}`, `build ${index + 1}`),
          );
          await retention.run({ dryRun: false });
          const promoted = ends.flatMap((end, index) =>
            end === 'promoted' ? [index + 1] : [],
          );
          const rolledBack = ends.flatMap((end, index) =>
            end === 'rolledBack' ? [index + 1] : [],
          );
          const mustStay = [
            ...promoted.slice(-keepReleases),
            ...(daysLater < 80 ? rolledBack : []),
          ];
          for (const number of mustStay) {
            expect(await store.find(`candidates/${number}`)).not.toBeNull();
          }
          if (daysLater < 31) return;
          for (const number of promoted.slice(0, -keepReleases)) {
            expect(await store.find(`candidates/${number}`)).toBeNull();
          }
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);
});
