#!/usr/bin/env node
// Writes contracts/*.schema.json anew from the contracts in release-common.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const steps = [
  ['packages/release-cli/bin/release', 'schema', '--out', 'contracts'],
  ['node_modules/prettier/bin-prettier.js', '--write', 'contracts'],
];
for (const step of steps) {
  const { status } = spawnSync(process.execPath, step, {
    cwd,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
