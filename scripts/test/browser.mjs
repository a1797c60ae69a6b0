import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../lib/settings.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
];
const PLACES = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Beside the browser's own: no sandbox as root, no talk with the outside. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-zygote',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function systemBrowser() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = folders.flatMap(folder =>
    NAMES.map(name => path.join(folder, name)),
  );
  return [...candidates, ...PLACES].find(isExecutable);
}

const carried = path.join(
  root,
  'node_modules',
  '.cache',
  'adaptive-delivery',
  'chromium',
);

/** Unpacks the browser that the npm package carries, once and as a whole. */
async function unpack() {
  if (existsSync(carried)) return;
  const part = `${carried}-${process.pid}`;
  await mkdir(part, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = part;
  try {
    const { default: chromium, inflate } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    const require = createRequire(import.meta.url);
    const entry = require.resolve('@sparticuz/chromium');
    await inflate(path.join(path.dirname(entry), '../bin/al2023.tar.br'));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  await rename(part, carried);
}

/** Libraries and fonts from the package, where the system has none. */
function missingParts(executablePath) {
  const { stdout } = spawnSync('ldd', [executablePath], { encoding: 'utf8' });
  return {
    ...(/not found/.test(stdout ?? '')
      ? { LD_LIBRARY_PATH: path.join(carried, 'al2023', 'lib') }
      : {}),
    ...(existsSync('/etc/fonts')
      ? {}
      : { FONTCONFIG_PATH: path.join(carried, 'fonts') }),
  };
}

/** A system Chromium or Chrome, or else the one that an npm package carries. */
export async function findBrowser() {
  const installed = systemBrowser();
  if (installed) return { executablePath: installed, args: QUIET, env: {} };
  await unpack();
  const executablePath = path.join(carried, 'chromium');
  return { executablePath, args: QUIET, env: missingParts(executablePath) };
}
