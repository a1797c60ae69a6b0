import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { removeTestFolders, testFolder } from '../__testUtils__/TestRepo';
import { readBounded } from './readBounded';

afterAll(removeTestFolders);

it('does not wait for somebody to write into a pipe that is no file', async () => {
  const path = join(testFolder(), 'build-info.json');
  execFileSync('mkfifo', [path]);
  await expect(readBounded(path, 10)).rejects.toThrow('is not a file');
});
