import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { holdDataFolder } from './holdDataFolder';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'data-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A real second process that takes the lock and keeps it. */
async function holdInAnotherProcess() {
  const child = spawn(
    process.execPath,
    [
      '-e',
      `const D = require(${JSON.stringify(require.resolve('better-sqlite3'))});
       const db = new D(${JSON.stringify(path.join(folder, 'portal.lock'))});
       db.pragma('journal_mode = DELETE');
       db.exec('BEGIN EXCLUSIVE');
       process.stdout.write('held');
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  return child;
}

describe('holdDataFolder', () => {
  it('refuses a folder that another process holds, and takes it once that one is killed', async () => {
    const other = await holdInAnotherProcess();
    try {
      expect(() => holdDataFolder(folder)).toThrow(
        `The data folder ${folder} is in use by another portal process`,
      );
    } finally {
      const gone = once(other, 'exit');
      other.kill('SIGKILL');
      await gone;
    }
    expect(() => holdDataFolder(folder)).not.toThrow();
  });

  it('lets several plugins of one process share the folder', () => {
    holdDataFolder(folder);
    expect(() => holdDataFolder(`${folder}/.`)).not.toThrow();
  });
});
