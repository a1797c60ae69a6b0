import {
  parseContract,
  parseStrictJson,
} from '@adaptive-delivery/plugin-release-common';
import { createHash } from 'node:crypto';
import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { runRelease } from './TestIo';
import { TestRepo, lines } from './TestRepo';

export const sha256 = (content: string | Buffer) =>
  createHash('sha256').update(content).digest('hex');

/** Both contracts of a folder, checked. */
export function readContracts(folder: string) {
  const load = (file: string) =>
    parseStrictJson(readFileSync(join(folder, file), 'utf8'), file);
  return {
    buildInfo: parseContract('build-info', load('build-info.json')),
    riskInputs: parseContract('risk-inputs', load('risk-inputs.json')),
  };
}

const report = (tests: number, failed = 0) =>
  `<testsuite>${'<testcase name="x" time="0.25"/>'.repeat(
    tests - failed,
  )}${'<testcase name="y" time="0.25"><failure/></testcase>'.repeat(
    failed,
  )}</testsuite>`;

/** A repository with a remote, one release behind it, and a finished build. */
export function builtRepo(): TestRepo {
  const repo = TestRepo.init();
  repo.git(
    'remote',
    'add',
    'origin',
    'https://ci:s3cret@git.example.com/payments.git',
  );
  repo.commit({ '.gitignore': '/build/\n', 'src/a.cc': lines(10) });
  repo.git('tag', 'v2.13.4');
  repo.commit(
    { 'src/a.cc': lines(12) },
    { author: 'Zoë 🚀', message: 'retry on 503 \u001b[31m\u202ered' },
  );
  repo.write('build/app.tar.gz', 'the linux artifact');
  repo.write('build/app.cab', 'the windows artifact');
  repo.write('build/linux/TEST-a.xml', report(3));
  repo.write('build/linux/TEST-b.xml', report(2, 1));
  repo.write('build/windows.xml', `\ufeff${report(1)}`);
  const at = (path: string, time: string) =>
    utimesSync(join(repo.path, 'build', path), new Date(time), new Date(time));
  at('linux/TEST-a.xml', '2026-11-23T13:59:00Z');
  at('linux/TEST-b.xml', '2026-11-23T14:01:00Z');
  at('windows.xml', '2026-11-23T14:02:00Z');
  at('app.tar.gz', '2026-11-23T13:58:00Z');
  at('app.cab', '2026-11-23T14:03:00Z');
  return repo;
}

/** What a pipeline would say of it. */
export const EMIT = [
  'emit',
  ...['--component', 'payments-service'],
  ...[
    '--artifact',
    'build/app.tar.gz=linux/x86_64',
    'build/app.cab=windows/x64',
  ],
  ...['--junit', 'build/linux/*.xml=linux', 'build/windows.xml=windows'],
];

export const emit = (
  repo: TestRepo,
  more: string[] = [],
  env = {},
  args = EMIT,
) => runRelease([...args, ...more], { cwd: repo.path, env });
