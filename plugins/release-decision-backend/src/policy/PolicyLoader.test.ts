import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { mockServices } from '@backstage/backend-test-utils';
import { mkdir } from 'node:fs/promises';
import { copyDefaultPolicy } from '../__testUtils__/policyFolder';
import { PolicyLoader } from './PolicyLoader';
import { enforcedNeedsPermissions } from './enforcedNeedsPermissions';
import { FolderSource } from './sources/FolderSource';

let copy: Awaited<ReturnType<typeof copyDefaultPolicy>>;
beforeEach(async () => {
  copy = await copyDefaultPolicy();
});
afterEach(() => copy.remove());

let time = new Date('2026-11-20T12:00:00Z');
const clock: DomainClock = { now: () => time, pace: () => 1 };

const from = (...folders: string[]) =>
  folders.map(folder => new FolderSource(folder, clock));

const create = (permissionsEnabled = true) =>
  PolicyLoader.create({
    sources: from(copy.folder),
    clock,
    logger: mockServices.logger.mock(),
    check: enforcedNeedsPermissions(permissionsEnabled),
  });

describe('at startup', () => {
  it.each([
    [
      'YAML that cannot be read',
      'bands.yaml',
      'bands:\n  low: 0\n   medium: 25\n',
      /bands\.yaml:2:8: Nested mappings/,
    ],
    [
      'a key that stands twice',
      'cool.yaml',
      'coolDown:\n  hours: 1\n  hours: 2\n',
      /cool\.yaml:3:3: Map keys must be unique/,
    ],
    [
      'an unknown key',
      'cool.yaml',
      '# comment\ncoolDown:\n  hours: 1\n  minutes: 2\n',
      /cool\.yaml:4:3: coolDown\.minutes: unknown key/,
    ],
    [
      'an unknown section',
      'z.yaml',
      'coolDwon: {}\n',
      /z\.yaml:1:1: coolDwon: is not a section; the sections are policy, score/,
    ],
    [
      'a wrong value in a list',
      'z.yaml',
      'approvals:\n  byBand: { low: [], medium: [], high: [], critical: [boss] }\n  advisory: [owner]\n  expireAfterHours: 1\n',
      /z\.yaml:2:55: approvals\.byBand\.critical\[0\]: /,
    ],
    [
      'a key that is missing',
      'z.yaml',
      'approvals:\n  advisory: [owner]\n  expireAfterHours: 1\n',
      /z\.yaml:1:1: approvals\.byBand: is missing/,
    ],
    [
      'a custom tag',
      'z.yaml',
      'coolDown:\n  hours: !!js/function x\n',
      /z\.yaml:2:10: Unresolved tag/,
    ],
    [
      'an alias bomb',
      'z.yaml',
      `coolDown:\n  a: &a [x,x,x,x,x,x,x,x,x,x]\n  b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n  c: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n  d: [*c,*c,*c,*c]\n`,
      /z\.yaml: Excessive alias count/,
    ],
    ['an empty file', 'z.yaml', '', /z\.yaml.*: must hold sections/],
    [
      'a file that is not UTF-8',
      'z.yaml',
      Buffer.from('a: \xff', 'latin1'),
      /z\.yaml: the file cannot be read \(it is not UTF-8 text\)/,
    ],
  ])('%s is named by file, line and key', async (_title, name, yaml, fault) => {
    await copy.write(name, yaml);
    await expect(create()).rejects.toThrow(fault);
    await expect(create()).rejects.toThrow(/adaptiveDelivery\.policy\)/);
  });

  it('names every fault at once', async () => {
    await copy.write('y.yaml', 'coolDown: { hours: -1 }\n');
    await copy.write('z.yaml', 'bands: { low: 1 }\n');
    await expect(create()).rejects.toThrow(/y\.yaml:1:13[^]*z\.yaml:1:10/);
  });

  it('leaves alone what belongs to other tools', async () => {
    await copy.write('.gitlab-ci.yml', 'stages: [build]\n');
    await copy.write('README.md', '# Policy\n');
    await expect(create()).resolves.toBeDefined();
  });

  it('names a folder that is not there, and one without files', async () => {
    const options = { clock, logger: mockServices.logger.mock() };
    await expect(
      PolicyLoader.create({ ...options, sources: from('no/such/folder') }),
    ).rejects.toThrow(/no\/such\/folder: the folder cannot be read.*start at/);
    await mkdir(copy.file('empty'));
    await expect(
      PolicyLoader.create({
        ...options,
        sources: from(copy.folder, copy.file('empty')),
      }),
    ).rejects.toThrow(/empty: the folder holds no \.yaml file/);
  });

  it('refuses enforced mode while everybody is allowed everything', async () => {
    await copy.replace('policy.yaml', 'default: shadow', 'default: enforced');
    await expect(create(true)).resolves.toBeDefined();
    await expect(create(false)).rejects.toThrow(
      /policy\.yaml:\d+:3: enforcement\.default: enforced needs permission\.enabled: true/,
    );
  });
});

describe('while running', () => {
  it('takes a good edit, and knows it by its digest', async () => {
    const loader = await create();
    const before = loader.current();
    await copy.replace('policy.yaml', 'hours: 72', 'hours: 24');
    time = new Date('2026-11-20T13:00:00Z');
    await loader.refresh();
    expect(loader.current().policy.coolDown.hours).toBe(24);
    expect(loader.current().digest).not.toBe(before.digest);
    expect(loader.current().loadedAt).toBe('2026-11-20T13:00:00.000Z');
    expect(loader.fault()).toBeNull();
  });

  it('does not call another comment another policy', async () => {
    const loader = await create();
    const { digest, loadedAt } = loader.current();
    await copy.write('z.yaml', '# the same as before\ncoolDown: { hours: 72 }');
    time = new Date('2026-11-20T14:00:00Z');
    await loader.refresh();
    expect(loader.current()).toMatchObject({ digest, loadedAt });
    expect(loader.current().files.map(file => file.path)).toContainEqual(
      expect.stringMatching(/z\.yaml$/),
    );
  });

  it('keeps the good policy over a broken edit until it is mended', async () => {
    const loader = await create();
    const good = loader.current();
    time = new Date('2026-11-20T15:00:00Z');
    await copy.write('z.yaml', 'coolDown: { hours: soon }\n');
    await loader.refresh();
    expect(loader.current()).toBe(good);
    expect(loader.fault()).toEqual({
      kind: 'invalid',
      commit: null,
      message: expect.stringMatching(/z\.yaml:1:13: coolDown\.hours: /),
      since: '2026-11-20T15:00:00.000Z',
    });

    time = new Date('2026-11-20T16:00:00Z');
    await loader.refresh();
    expect(loader.fault()?.since).toBe('2026-11-20T15:00:00.000Z');

    await copy.write('z.yaml', 'coolDown: { hours: 1 }\n');
    await loader.refresh();
    expect(loader.fault()).toBeNull();
    expect(loader.current().policy.coolDown.hours).toBe(1);
  });
});
