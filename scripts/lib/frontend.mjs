import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { phase } from './progress.mjs';
import { projectNode } from './install.mjs';
import { runTool } from './runTool.mjs';
import { root } from './settings.mjs';
import { treeHash } from './treeHash.mjs';
import { UserError } from './UserError.mjs';

const app = path.join(root, 'packages', 'app');
const stampFile = path.join(app, 'dist', 'build-stamp.json');

/** Packages whose sources end up in the browser. */
const frontendPackages = [
  'packages/app',
  'plugins/release-common',
  'plugins/release-react',
  'plugins/release-decision',
  'plugins/rollback',
  'plugins/policy-admin',
];

/** The `app:` section alone: only it is read while building. */
function appSection(configText) {
  const section = /^app:.*\n(?:(?:[ \t#].*)?\n)*/m.exec(`${configText}\n`);
  return section ? section[0] : '';
}

async function readIfThere(file) {
  return readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

async function sourcesHash() {
  const configs = await Promise.all(
    ['app-config.yaml', 'app-config.local.yaml'].map(name =>
      readIfThere(path.join(root, name)),
    ),
  );
  return treeHash({
    base: root,
    entries: [
      'package-lock.json',
      ...frontendPackages.flatMap(folder => [
        `${folder}/package.json`,
        `${folder}/src`,
        `${folder}/public`,
      ]),
    ],
    texts: configs.map(appSection),
  });
}

async function build(logFile) {
  const cli = path.join(root, 'node_modules', '.bin', 'backstage-cli');
  const { code, output } = await runTool({
    command: projectNode(),
    args: [cli, 'package', 'build'],
    cwd: app,
    logFile,
  });
  if (code === 0) return;
  const lines = output.trim().split('\n').slice(-15);
  throw new UserError(
    `Building the frontend failed:\n${lines
      .map(line => `  ${line}`)
      .join('\n')}\n  The whole output is in ${logFile}.`,
  );
}

/** Builds the frontend unless it was built from these very sources. */
export async function ensureFrontend({ logsFolder }) {
  const hash = await sourcesHash();
  const stamp = await readIfThere(stampFile);
  if (stamp === hash && existsSync(path.join(app, 'dist', 'index.html'))) {
    return;
  }
  await phase('Building the frontend (again only when it changes)', () =>
    build(path.join(logsFolder, 'frontend.log')),
  );
  await writeFile(stampFile, hash);
}
