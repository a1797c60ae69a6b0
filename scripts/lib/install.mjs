import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { requireDiskSpace } from './checks.mjs';
import { phase } from './progress.mjs';
import { runTool } from './runTool.mjs';
import { root } from './settings.mjs';
import { UserError } from './UserError.mjs';

const MINUTES = 60_000;

/**
 * The first package of the lockfile that node_modules lacks or has in another
 * version, by npm's own record of what it put there; undefined when all match.
 */
export function findMismatch(lockfile, installed) {
  for (const [location, wanted] of Object.entries(lockfile.packages)) {
    if (location === '' || wanted.link || !location.includes('node_modules')) {
      continue;
    }
    const present = installed.packages[location];
    if (present ? present.version !== wanted.version : isRequired(wanted)) {
      return location;
    }
  }
  return undefined;
}

function isRequired(entry) {
  return !entry.optional && !entry.devOptional && !entry.peer;
}

async function readJson(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}

async function isInstalled() {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record) || !existsSync(projectNode())) return false;
  const lockfile = await readJson(path.join(root, 'package-lock.json'));
  return findMismatch(lockfile, await readJson(record)) === undefined;
}

/** The Node that the project brings, once it is installed. */
export function projectNode() {
  return path.join(root, 'node_modules', '.bin', 'node');
}

function npmCommand() {
  const script = process.env.npm_execpath;
  return script && /npm-cli\.c?js$/.test(script)
    ? [process.execPath, [script]]
    : ['npm', []];
}

function explain(output) {
  const lines = output
    .split('\n')
    .filter(line => /^npm (error|ERR!)/.test(line))
    .map(line => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter(line => line && !line.startsWith('A complete log'));
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(output)) {
    lines.push('The npm registry was not reached: check the network or proxy.');
  }
  if (/ENOSPC/.test(output)) lines.push('The disk is full.');
  return lines.slice(0, 6).join('\n  ');
}

async function npmCi(logFile) {
  const [command, args] = npmCommand();
  const { code, output } = await runTool({
    command,
    args: [...args, 'ci', '--no-audit', '--no-fund'],
    cwd: root,
    timeout: 20 * MINUTES,
    logFile,
  }).catch(error => {
    throw new UserError(
      `npm could not be started (${error.message}). It comes with Node: check that \`npm --version\` works.`,
    );
  });
  if (code === 0) return;
  throw new UserError(
    `Installing the dependencies failed.\n  ${
      explain(output) || `npm ci ended with code ${code}.`
    }\n  The whole output is in ${path.relative(root, logFile)}.`,
  );
}

/** Installs what the lockfile names, unless it is there already. */
export async function ensureInstalled({ logsFolder }) {
  if (await isInstalled()) return;
  await requireDiskSpace({
    folder: root,
    bytes: 4 * 1024 ** 3,
    what: 'The first installation',
  });
  await phase('Installing dependencies (once, takes a few minutes)', () =>
    npmCi(path.join(logsFolder, 'install.log')),
  );
}
