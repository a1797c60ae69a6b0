import { sha256Of } from '@adaptive-delivery/plugin-release-node';
import fc from 'fast-check';
import { FakeArtifactory } from '../__testUtils__/FakeArtifactory';
import { runAql } from '../__testUtils__/fakeAql';
import { filesQuery } from '../client';
import { ArtifactoryStore } from './ArtifactoryStore';

const repositories = {
  candidates: 'kiosk-candidates',
  releases: 'kiosk-releases',
  records: 'kiosk-records',
};

let fake: FakeArtifactory;
beforeEach(async () => {
  fake = await FakeArtifactory.start(...Object.values(repositories));
});
afterEach(() => fake.stop());

const open = (change: Partial<{ token: string; retries: number }> = {}) =>
  new ArtifactoryStore({
    url: fake.url,
    token: fake.token,
    repositories,
    timeoutMs: 500,
    builds: true,
    ...change,
  });

const bytes = (content: string) => new TextEncoder().encode(content);
const sent = (method: string) =>
  fake.requests.filter(request => request.startsWith(`${method} `));

describe('ArtifactoryStore', () => {
  it('finds what a pipeline uploaded, by path, address and digest', async () => {
    const store = open();
    fake.upload('kiosk-candidates', 'payments/a.deb', 'one');
    const expected = {
      path: 'candidates/payments/a.deb',
      sha256: sha256Of('one'),
      sizeBytes: 3,
      storedAt: '2026-11-20T12:00:00.000Z',
    };
    expect(await store.find('candidates/payments/a.deb')).toEqual(expected);
    expect(await store.findByDigest(sha256Of('one'), 5)).toEqual([expected]);
    expect(store.pathOf(`${fake.url}/kiosk-candidates/payments/a.deb`)).toBe(
      'candidates/payments/a.deb',
    );
    expect(store.pathOf(`${fake.url}/other/payments/a.deb`)).toBeNull();
    expect(store.pathOf(`${fake.url}/kiosk-candidates/..%2fa`)).toBeNull();
    expect(await store.find('candidates/payments')).toBeNull();
  });

  describe('records', () => {
    it('sends a content once, and by its digest where it is known', async () => {
      const store = open();
      const put = (path: string) =>
        store.putRecord(path, bytes('{}'), sha256Of('{}'));
      await put('records/x/a.json');
      expect(sent('PUT')).toHaveLength(2);
      await put('records/x/a.json');
      expect(sent('PUT')).toHaveLength(2);
      await put('records/y/a.json');
      expect(sent('PUT')).toHaveLength(3);
      expect(
        new TextDecoder().decode(await store.readRecord('records/y/a.json', 9)),
      ).toBe('{}');
    });

    it('carry properties whose values end nothing', async () => {
      const store = open();
      await store.putRecord('records/a', bytes('x'), sha256Of('x'));
      await fc.assert(
        fc.asyncProperty(
          fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
          async value => {
            await store.setProperties('records/a', {
              'release.version': value,
              'release.state': 'blocked',
            });
            expect(await store.properties('records/a')).toEqual({
              'release.version': value,
              'release.state': 'blocked',
            });
          },
        ),
        { numRuns: 50 },
      );
      await expect(
        store.setProperties('records/none', { a: 'b' }),
      ).rejects.toMatchObject({ name: 'ArtifactMissingError' });
    });
  });

  describe('promotes', () => {
    const from = 'candidates/a';
    const to = 'releases/production/b';
    const sha256 = sha256Of('one');

    it.each([
      ['copy', true],
      ['move', false],
    ] as const)('by %s, twice as once', async (mode, stays) => {
      const store = open();
      fake
        .upload('kiosk-candidates', 'a', 'one')
        .properties.set('band', ['low']);
      const promote = () => store.promote({ from, to, sha256, mode });
      expect(
        await store.promote({ from, to, sha256, mode, dryRun: true }),
      ).toBe('promoted');
      expect(await store.find(to)).toBeNull();
      expect(await promote()).toBe('promoted');
      expect(await promote()).toBe('there');
      expect((await store.find(to))?.sha256).toBe(sha256);
      expect(await store.properties(to)).toEqual({ band: 'low' });
      expect((await store.find(from)) !== null).toBe(stays);
    });

    it.each([
      ['another candidate than was decided about', 'two', null],
      ['a release in place of another', 'one', 'older'],
    ])('never %s', async (_what, candidate, there) => {
      fake.upload('kiosk-candidates', 'a', candidate);
      if (there) fake.upload('kiosk-releases', 'production/b', there);
      await expect(
        open().promote({ from, to, sha256, mode: 'move' }),
      ).rejects.toMatchObject({ name: 'ArtifactConflictError' });
      expect(sent('POST')).toEqual([]);
    });
  });

  it('shows a build with what it made, and each status once', async () => {
    const store = open();
    fake.upload('kiosk-candidates', 'a.deb', 'one');
    const build = { name: 'component.default.payments', number: '42#1' };
    const status = {
      ...build,
      status: 'promoted',
      comment: 'fine',
      at: '2026-11-20T12:00:00Z',
    };
    await expect(store.setBuildStatus(status)).rejects.toMatchObject({
      name: 'ArtifactMissingError',
    });
    await store.putBuild({
      ...build,
      startedAt: '2026-11-20T10:00:00Z',
      durationMs: 1000,
      vcs: { url: 'https://git.example/a', commit: 'a'.repeat(40) },
      artifacts: [
        { name: 'a.deb', path: 'candidates/a.deb', sha256: sha256Of('one') },
      ],
      properties: {},
    });
    await store.setBuildStatus(status);
    await store.setBuildStatus(status);
    const kept = fake.builds.get('component.default.payments 42#1');
    expect(kept?.statuses).toHaveLength(1);
    expect(kept?.info).toMatchObject({
      started: '2026-11-20T10:00:00.000+0000',
      modules: [{ artifacts: [{ name: 'a.deb', sha256: sha256Of('one') }] }],
    });
  });

  it('lists old files in pages, also while they go, and removes only their content', async () => {
    const store = open();
    const names = ['a', 'b/c', 'b/d', 'b/e/f', 'g'];
    for (const name of names) fake.upload('kiosk-candidates', name, name);
    fake.upload('kiosk-candidates', 'not a path', 'x');
    fake.upload('kiosk-releases', 'r', 'r');
    fake.now = new Date('2026-11-21T12:00:00Z');
    fake.upload('kiosk-candidates', 'new', 'new');
    await expect(
      store.remove('candidates/a', sha256Of('other')),
    ).rejects.toMatchObject({ name: 'ArtifactConflictError' });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list({
        folder: 'candidates',
        storedBefore: new Date('2026-11-21T00:00:00Z'),
        limit: 2,
        cursor,
      });
      for (const { path, sha256 } of page.items) {
        seen.push(path);
        expect(await store.remove(path, sha256)).toBe(true);
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen.sort()).toEqual(names.map(name => `candidates/${name}`));
    expect([...fake.repository('kiosk-candidates').files.keys()]).toEqual([
      'not a path',
      'new',
    ]);
  });
});

describe('what goes wrong', () => {
  it.each([
    [401, 'ArtifactRefusedError', 'does not know the token (401)'],
    [403, 'ArtifactRefusedError', 'does not let the token look for'],
    [400, 'ArtifactRefusedError', 'refused to look for'],
    [409, 'ArtifactConflictError', 'conflicts with what is there'],
    [429, 'ArtifactStoreUnreachableError', 'could not look for'],
    [500, 'ArtifactStoreUnreachableError', 'could not look for'],
    [503, 'ArtifactStoreUnreachableError', 'could not look for'],
  ])('says what %d means', async (status, name, words) => {
    fake.fail(/kiosk-records\/a/, { status, message: 'so it is', after: '0' });
    const asked = open().find('records/a');
    await expect(asked).rejects.toMatchObject({ name });
    await expect(asked).rejects.toThrow(words);
    await expect(asked).rejects.toThrow('so it is');
  });

  it('knows a token that is wrong, and one that may only read', async () => {
    await expect(open({ token: 'wrong' }).find('records/a')).rejects.toThrow(
      'adaptiveDelivery.artifactory.token',
    );
    const reader = open({ token: fake.readOnlyToken });
    expect(await reader.find('records/a')).toBeNull();
    await expect(
      reader.putRecord('records/a', bytes('x'), sha256Of('x')),
    ).rejects.toThrow('does not let the token store records/a (403)');
  });

  it('gives up on an Artifactory that hangs, once', async () => {
    fake.fail(/./, 'hang');
    await expect(open().find('records/a')).rejects.toMatchObject({
      name: 'ArtifactStoreUnreachableError',
    });
    expect(fake.requests).toHaveLength(1);
  });

  it('repeats what fails for a moment, POST included', async () => {
    fake.upload('kiosk-candidates', 'a', 'one');
    fake.fail(/aql|copy/, { status: 503, after: '0' }, 2);
    expect(await open().findByDigest(sha256Of('one'), 1)).toHaveLength(1);
    expect(sent('POST')).toHaveLength(3);
  });

  it('does not take a repository that is not there for an empty one', async () => {
    fake.repositories.delete('kiosk-records');
    await expect(open().find('records/a')).rejects.toThrow(
      'has no repository kiosk-records; make it, or write another at adaptiveDelivery.artifactory.repositories.records',
    );
    await expect(
      open().list({ folder: 'records', limit: 10 }),
    ).rejects.toMatchObject({ name: 'ArtifactRefusedError' });
  });

  it('does not take the page of a proxy for an answer', async () => {
    fake.fail(/kiosk-records\/a/, { status: 200 });
    await expect(open().find('records/a')).rejects.toThrow(
      'is adaptiveDelivery.artifactory.url right?',
    );
  });
});

it('no value of a query ends its string', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          '"',
          '\\',
          '}',
          ')',
          '.limit(9)',
          '$or',
          '\n',
          '\u2028',
          'a',
        ),
      )
      .map(parts => parts.join('')),
  );
  fc.assert(
    fc.property(hostile, hostile, (value, other) => {
      const item = (name: string) => ({
        repo: 'r',
        path: '.',
        name,
        size: '1',
        modified: '2026-11-20T12:00:00Z',
        sha256: '',
        type: 'file',
      });
      const query = filesQuery([{ name: { $eq: value } }], 10);
      expect(query).toMatch(/^[\x20-\x7e]*$/);
      const found = runAql(query, [item(value), item(other)]);
      expect(found.every(({ name }) => name === value)).toBe(true);
      expect(found.length).toBe(value === other ? 2 : 1);
    }),
  );
});
