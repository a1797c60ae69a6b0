import fc from 'fast-check';
import {
  TestRepo,
  cleanEnv,
  removeTestFolders,
} from '../__testUtils__/TestRepo';
import { Git } from './Git';
import { LineCounter, countLines } from './countLines';

afterAll(removeTestFolders);

const count = (text: string) =>
  text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;

describe('LineCounter', () => {
  it('counts as a person would, however the stream is cut', () => {
    const content = fc
      .array(fc.constantFrom('\n', 'a', 'bc', '\r', 'abc blob 3\n'), {
        maxLength: 20,
      })
      .map(parts => parts.join(''));
    fc.assert(
      fc.property(
        fc.array(content, { maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (texts, sizes) => {
          const stream = Buffer.from(
            texts
              .map(text => `${'e'.repeat(40)} blob ${text.length}\n${text}\n`)
              .join(''),
          );
          const counter = new LineCounter();
          for (let at = 0; at < stream.length; ) {
            const end = at + sizes.next().value;
            counter.add(stream.subarray(at, end));
            at = end;
          }
          expect(counter.lines).toEqual(texts.map(count));
        },
      ),
    );
  });

  it('refuses what is no blob', () => {
    expect(() =>
      new LineCounter().add(Buffer.from(`${'e'.repeat(40)} missing\n`)),
    ).toThrow(/missing/);
  });
});

it('counts blobs of a repository, the same one twice as well', async () => {
  const repo = TestRepo.init();
  repo.commit({ a: 'x\ny', b: '', c: '\n\n\n', d: 'z'.repeat(300_000) });
  const ids = ['a', 'b', 'c', 'a', 'd'].map(name =>
    repo.git('rev-parse', `HEAD:${name}`),
  );
  const git = new Git({ cwd: repo.path, env: cleanEnv(), timeoutMs: 30_000 });
  expect(await countLines(git, ids)).toEqual([2, 0, 3, 2, 1]);
  expect(git.commands).toBe(1);
  expect(await countLines(git, [])).toEqual([]);
  expect(git.commands).toBe(1);
});
