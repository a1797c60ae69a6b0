import { sha256Of } from '@adaptive-delivery/plugin-release-node';
import { createMockDirectory } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { LocalFolderStore } from './LocalFolderStore';

const folder = createMockDirectory();
const time = { now: new Date('2026-11-20T12:00:00Z') };
const at = (name: string) => folder.resolve(`store/${name}`);
const bytes = (content: string) => new TextEncoder().encode(content);

let store: LocalFolderStore;
beforeEach(async () => {
  folder.clear();
  store = await LocalFolderStore.open({
    folder: folder.resolve('store'),
    now: () => time.now,
  });
});

/** As a pipeline does: it copies a file there. */
function drop(name: string, content: string) {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), content);
  return sha256Of(content);
}

const put = (name: string, content: string) =>
  store.putRecord(name, bytes(content), sha256Of(content));

const everything = async (area: string, limit = 3) => {
  const names: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await store.list({ folder: area, limit, cursor });
    names.push(...page.items.map(item => item.path));
    if (!page.nextCursor) return names;
    cursor = page.nextCursor;
  }
};

describe('LocalFolderStore', () => {
  it('knows what a pipeline put there, and by its digest once it has seen it', async () => {
    const sha256 = drop('candidates/payments/a.deb', 'one');
    expect(await store.find('candidates/payments/a.deb')).toEqual({
      path: 'candidates/payments/a.deb',
      sha256,
      sizeBytes: 3,
      storedAt: expect.any(String),
    });
    expect(await store.findByDigest(sha256, 5)).toHaveLength(1);
    expect(await store.find('candidates/payments/b.deb')).toBeNull();
  });

  it('takes a file for as old as its arrival, not as its date says', async () => {
    drop('candidates/a', 'reproducible');
    utimesSync(at('candidates/a'), 0, 0);
    const found = await store.find('candidates/a');
    expect(Date.now() - Date.parse(found?.storedAt ?? '')).toBeLessThan(60_000);
  });

  it('notices another content at once, and forgets what was said of the first', async () => {
    drop('candidates/a', 'one');
    await store.setProperties('candidates/a', { 'release.state': 'promoted' });
    const sha256 = drop('candidates/a', 'two');
    expect((await store.find('candidates/a'))?.sha256).toBe(sha256);
    expect(await store.properties('candidates/a')).toEqual({});
    expect(await store.findByDigest(sha256Of('one'), 5)).toEqual([]);
  });

  it('keeps records by their content, with their properties', async () => {
    await put('records/x/risk-decision.json', '{}');
    await store.setProperties('records/x/risk-decision.json', { a: '1' });
    await put('records/x/risk-decision.json', '{"b":2}');
    const read = await store.readRecord('records/x/risk-decision.json', 100);
    expect(new TextDecoder().decode(read)).toBe('{"b":2}');
    await store.setProperties('records/x/risk-decision.json', { b: '2' });
    expect(await store.properties('records/x/risk-decision.json')).toEqual({
      a: '1',
      b: '2',
    });
    await expect(
      store.putRecord('records/x/y', bytes('x'), sha256Of('y')),
    ).rejects.toMatchObject({ name: 'ArtifactConflictError' });
    await expect(
      store.readRecord('records/x/risk-decision.json', 3),
    ).rejects.toThrow('larger than 3 bytes');
    await expect(store.readRecord('records/none/a', 3)).rejects.toMatchObject({
      name: 'ArtifactMissingError',
    });
  });

  describe('promotes', () => {
    const from = 'candidates/a';
    const to = 'releases/production/a';

    it.each([
      ['copy', true],
      ['move', false],
    ] as const)('by %s, twice as once', async (mode, stays) => {
      const sha256 = drop(from, 'one');
      await store.setProperties(from, { band: 'low' });
      const promote = () => store.promote({ from, to, sha256, mode });
      expect(await promote()).toBe('promoted');
      expect(await promote()).toBe('there');
      expect(readFileSync(at(to), 'utf8')).toBe('one');
      expect(existsSync(at(from))).toBe(stays);
      expect(await store.properties(to)).toEqual({ band: 'low' });
    });

    it('changes nothing in a dry run', async () => {
      const sha256 = drop(from, 'one');
      const asked = { from, to, sha256, mode: 'move', dryRun: true } as const;
      expect(await store.promote(asked)).toBe('promoted');
      expect([existsSync(at(from)), existsSync(at(to))]).toEqual([true, false]);
    });

    it.each([
      ['another candidate than was decided about', 'two', null],
      ['a release in place of another', 'one', 'older'],
    ])('never %s', async (_what, candidate, there) => {
      drop(from, candidate);
      if (there) drop(to, there);
      await expect(
        store.promote({ from, to, sha256: sha256Of('one'), mode: 'move' }),
      ).rejects.toMatchObject({ name: 'ArtifactConflictError' });
      expect(readFileSync(at(from), 'utf8')).toBe(candidate);
      expect(existsSync(at(to)) && readFileSync(at(to), 'utf8')).toBe(
        there ?? false,
      );
    });

    it('says what is missing', async () => {
      await expect(
        store.promote({ from, to, sha256: sha256Of(''), mode: 'copy' }),
      ).rejects.toMatchObject({ name: 'ArtifactMissingError' });
    });
  });

  describe('stays inside its folder', () => {
    it.each(['../outside', 'candidates/../../outside', '/etc/passwd'])(
      'whatever the path: %s',
      async name => {
        await expect(store.find(name)).rejects.toThrow('is not a path');
        await expect(put(name, 'x')).rejects.toThrow('is not a path');
      },
    );

    it('and follows no link, to a file or a folder', async () => {
      writeFileSync(folder.resolve('secret'), 'secret');
      mkdirSync(folder.resolve('elsewhere'));
      writeFileSync(folder.resolve('elsewhere/secret'), 'secret');
      mkdirSync(at('candidates'));
      symlinkSync(folder.resolve('secret'), at('candidates/file'));
      symlinkSync(folder.resolve('elsewhere'), at('candidates/folder'));
      const promote = (from: string) =>
        store.promote({
          from,
          to: 'releases/production/a',
          sha256: sha256Of('secret'),
          mode: 'copy',
        });
      for (const name of ['candidates/file', 'candidates/folder/secret']) {
        expect(await store.find(name)).toBeNull();
        await expect(promote(name)).rejects.toMatchObject({
          name: 'ArtifactMissingError',
        });
      }
      expect(await everything('candidates')).toEqual([]);
      await expect(put('candidates/folder/new', 'x')).rejects.toThrow(
        'is not a folder',
      );
      expect(readdirSync(folder.resolve('elsewhere'))).toEqual(['secret']);
      expect(
        await store.remove('candidates/folder/secret', sha256Of('secret')),
      ).toBe(false);
    });
  });

  it('tells a folder that is away from one that is empty', async () => {
    drop('candidates/a', 'one');
    renameSync(folder.resolve('store'), folder.resolve('unmounted'));
    mkdirSync(folder.resolve('store'));
    const away = { name: 'ArtifactStoreUnreachableError' };
    await expect(store.find('candidates/a')).rejects.toMatchObject(away);
    await expect(everything('candidates')).rejects.toMatchObject(away);
    await expect(
      store.remove('candidates/a', sha256Of('one')),
    ).rejects.toMatchObject(away);
  });

  it('leaves nothing half written when the disk says no', async () => {
    await put('records/x/a', 'first');
    rmSync(at('.incoming'), { recursive: true });
    writeFileSync(at('.incoming'), 'in the way');
    chmodSync(at('.incoming'), 0o400);
    await expect(put('records/x/a', 'second')).rejects.toThrow();
    expect(readFileSync(at('records/x/a'), 'utf8')).toBe('first');
  });

  it('removes only the content it was asked to', async () => {
    const sha256 = drop('candidates/a', 'one');
    await expect(
      store.remove('candidates/a', sha256Of('two')),
    ).rejects.toMatchObject({ name: 'ArtifactConflictError' });
    expect(await store.remove('candidates/a', sha256)).toBe(true);
    expect(await store.remove('candidates/a', sha256)).toBe(false);
    expect(await store.findByDigest(sha256, 5)).toEqual([]);
  });

  it('lists every file once, however it is paged and whatever goes meanwhile', async () => {
    const name = fc
      .array(fc.constantFrom('a', 'a.b', 'a0', 'b', 'a-b'), {
        minLength: 1,
        maxLength: 3,
      })
      .map(parts => parts.join('/'));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (names, limit) => {
          rmSync(at('candidates'), { recursive: true, force: true });
          // A name cannot be both a file and a folder.
          const files = names.filter(
            one => !names.some(other => other.startsWith(`${one}/`)),
          );
          for (const one of files) drop(`candidates/${one}`, one);
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await store.list({
              folder: 'candidates',
              limit,
              cursor,
            });
            seen.push(...page.items.map(item => item.path));
            for (const { path: gone, sha256 } of page.items) {
              await store.remove(gone, sha256);
            }
            cursor = page.nextCursor ?? undefined;
          } while (cursor);
          expect(seen).toEqual(files.map(one => `candidates/${one}`).sort());
        },
      ),
      { numRuns: 20 },
    );
  }, 60_000);

  it.each([
    ['candidates/a.deb', 'candidates/a.deb'],
    ['https://elsewhere.example/candidates/a.deb', null],
    ['lab:candidates/a.deb', null],
    ['candidates/../records/a', null],
  ])('finds %s at %s', (uri, expected) => {
    expect(store.pathOf(uri)).toBe(expected);
    expect(store.pathOf(`file://${at('candidates/a.deb')}`)).toBe(
      'candidates/a.deb',
    );
  });

  it('keeps builds, and each status once', async () => {
    const status = {
      name: 'component.default.payments',
      number: '42',
      status: 'promoted',
      comment: 'fine',
      at: '2026-11-20T12:00:00Z',
    };
    await expect(store.setBuildStatus(status)).rejects.toThrow(
      'There is no build component.default.payments 42',
    );
    await store.putBuild({
      name: status.name,
      number: status.number,
      startedAt: status.at,
      durationMs: 1,
      vcs: { url: 'https://git.example/a', commit: 'a'.repeat(40) },
      artifacts: [],
      properties: {},
    });
    await store.setBuildStatus(status);
    await store.setBuildStatus(status);
    const [file] = readdirSync(at('.builds'));
    expect(
      JSON.parse(readFileSync(at(`.builds/${file}`), 'utf8')),
    ).toMatchObject({ number: '42', statuses: [status] });
  });
});
