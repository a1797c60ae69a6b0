import { join } from 'node:path';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { removeTestFolders, testFolder } from '../__testUtils__/TestRepo';
import { readReportFiles } from './readReportFiles';

afterAll(removeTestFolders);

const KIND = {
  title: 'Test report',
  parse: (text: string) => {
    if (text === '') throw new Error('is empty');
    return text;
  },
};

function folder(files: Record<string, string | Buffer>) {
  const cwd = testFolder();
  Object.entries(files).forEach(([path, content]) => {
    mkdirSync(join(cwd, path, '..'), { recursive: true });
    writeFileSync(join(cwd, path), content);
  });
  return cwd;
}

const read = (cwd: string, kind: object, ...files: string[]) =>
  readReportFiles(
    cwd,
    { ...KIND, ...kind },
    files.map(pattern => ({ files: pattern })),
  );

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('readReportFiles', () => {
  it('reads each file once, in order', async () => {
    const cwd = folder({ 'out/b.txt': 'B', 'out/a.txt': 'A', 'c.txt': 'C' });
    const { reports, missing } = await read(
      cwd,
      {},
      'c.txt',
      'out/*.txt',
      './out/a.txt',
      'none/**',
    );
    expect(reports.map(({ file, value }) => [file, value])).toEqual([
      ['c.txt', 'C'],
      ['out/a.txt', 'A'],
      ['out/b.txt', 'B'],
    ]);
    expect(missing).toEqual([{ files: 'none/**' }]);
  });

  it.each([
    ['a byte order mark', Buffer.from('\ufeffé'), 'é'],
    ['UTF-16 as Windows writes it', utf16('é'), 'é'],
    ['UTF-16 the other way round', utf16('é').swap16(), 'é'],
    ['bytes that are no text', Buffer.from([0x61, 0xff]), 'a\ufffd'],
  ])('reads %s', async (_what, content, text) => {
    const { reports } = await read(folder({ a: content }), {}, 'a');
    expect(reports[0].value).toBe(text);
  });

  it.each([
    ['that is not there', {}, ['b'], /^Test report b is not there$/],
    ['that is empty', {}, ['empty'], /^Test report empty is empty$/],
    ['that is a folder', {}, ['folder'], /^Test report folder is not a file$/],
    ['that is a device', {}, ['device'], /^Test report device is not a file$/],
    [
      'that is huge',
      {},
      ['huge'],
      /^Test report huge is larger than \d+ bytes$/,
    ],
    [
      'of bytes that are no text',
      { isStrictText: true },
      ['bytes'],
      /^Test report bytes is not UTF-8 text$/,
    ],
    [
      'of half a character in UTF-16',
      { isStrictText: true },
      ['half'],
      /^Test report half is not UTF-16LE text$/,
    ],
  ])('names a file %s', async (_what, kind, files, message) => {
    const cwd = folder({
      empty: '',
      'folder/a': 'A',
      bytes: Buffer.from([0x61, 0xff]),
      half: utf16('\ud83d'),
      huge: '',
    });
    truncateSync(join(cwd, 'huge'), 2 ** 31);
    symlinkSync('/dev/zero', join(cwd, 'device'));
    await expect(read(cwd, kind, ...files)).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringMatching(message),
        exitCode: 2,
      }),
    );
  });

  it('quotes nothing of a report that could steer a terminal', async () => {
    const kind = {
      parse: (text: string) => {
        throw new Error(`has no ${text}`);
      },
    };
    await expect(
      read(folder({ a: 'line\n\u001b[31mred\u202e' }), kind, 'a'),
    ).rejects.toThrow(/^Test report a has no line \ufffd\[31mred\ufffd$/);
  });

  it('tells what may be missing as missing, be it a file', async () => {
    const { missing } = await read(folder({}), { mayBeMissing: true }, 'b');
    expect(missing).toEqual([{ files: 'b' }]);
  });
});
