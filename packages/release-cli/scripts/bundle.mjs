// Writes dist/release.cjs: the whole command in one file, for CI agents that
// have Node 20 or newer and nothing else. Usage: bundle.mjs [outfile]
import { build } from 'esbuild';
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
const outfile = process.argv[2] ?? `${folder}dist/release.cjs`;

await build({
  absWorkingDir: folder,
  bundle: true,
  entryPoints: ['src/run.ts'],
  outfile,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // the CommonJS build of jsonc-parser cannot be bundled
  mainFields: ['module', 'main'],
  banner: { js: '#!/usr/bin/env node' },
  legalComments: 'linked',
  logLevel: 'warning',
});
chmodSync(outfile, 0o755);
