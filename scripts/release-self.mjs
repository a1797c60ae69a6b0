// `npm run release:self`: sends a build of this repository through the portal
// that `npm start` runs: its Git history, its test results with their coverage,
// and its command line tool as the artifact. The portal decides about it in
// shadow mode. What is not looked at here stays missing evidence: there is no
// static analysis in SARIF, and `npm sbom` lists a part of a workspace only.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readSettings, root } from './lib/settings.mjs';
import { UserError } from './lib/UserError.mjs';

const bin = path.join(root, 'node_modules', '.bin');
const folder = path.join(root, 'test-results', 'self');
const release = path.join(root, 'packages', 'release-cli', 'bin', 'release');

function run(command, args, options = {}) {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 300_000,
    ...options,
  });
  if (error) throw new UserError(`${command} cannot run: ${error.message}`);
  if (status !== 0) {
    process.stdout.write(stdout);
    throw new UserError(`${command} ${args[0]} ended with code ${status}`);
  }
  return stdout.trim();
}

function testResults() {
  const json = path.join(folder, 'jest.json');
  run(
    'backstage-cli',
    [
      ...['package', 'test', '--watchAll=false'],
      ...['--json', `--outputFile=${json}`],
      ...['--coverage', '--coverageReporters=lcovonly'],
      `--coverageDirectory=${folder}`,
    ],
    {
      cwd: path.join(root, 'plugins', 'release-common'),
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const xml = path.join(folder, 'junit.xml');
  writeFileSync(xml, run('node', ['scripts/junit-from-jest.mjs', json]));
  return { junit: xml, coverage: path.join(folder, 'lcov.info') };
}

function emit({ junit, coverage }) {
  const commit = run('git', ['rev-parse', '--short', 'HEAD']);
  run('node', ['packages/release-cli/scripts/bundle.mjs']);
  console.log(
    run('node', [
      release,
      'emit',
      ...['--component', 'component:default/adaptive-delivery'],
      ...['--release-version', `0.1.0+${commit}`],
      ...['--build-id', `adaptive-delivery-${commit}-${Date.now()}`],
      ...['--repo-url', 'https://example.invalid/adaptive-delivery'],
      ...['--ci-system', 'by hand'],
      ...['--artifact', 'packages/release-cli/dist/release.cjs=linux/noarch'],
      ...['--junit', `${junit}=linux`],
      ...['--coverage', coverage],
      ...['--out', folder],
    ]),
  );
}

function submit() {
  const { port, tokenFile } = readSettings();
  const portal = ['--portal', `http://localhost:${port}`];
  const token = ['--token-file', tokenFile];
  const id = ['--id-file', path.join(folder, 'decision-id')];
  const to = ['--environment', 'production', '--dir', folder];
  console.log(
    run('node', [release, 'submit', ...portal, ...token, ...to, ...id]),
  );
  console.log(run('node', [release, 'gate', ...portal, ...token, ...id]));
}

try {
  mkdirSync(folder, { recursive: true });
  emit(testResults());
  submit();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
