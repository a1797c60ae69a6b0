import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/settings.mjs';
import { countPlaywright } from './browserTests.mjs';
import { countJest } from './jestTests.mjs';
import { Tally } from './Tally.mjs';

test('Jest results: each kind is counted, a suite that broke is a failure', () => {
  const tally = new Tally();
  const suite = (name, status, ...statuses) => ({
    name: path.join(root, name),
    status,
    assertionResults: statuses.map((s, i) => ({
      status: s,
      fullName: `t${i}`,
    })),
  });
  countJest(
    {
      testResults: [
        suite('a.test.ts', 'passed', 'passed', 'pending', 'todo'),
        suite('b.test.ts', 'failed', 'failed', 'passed'),
        suite('c.test.ts', 'failed'),
      ],
    },
    tally,
  );
  assert.equal(
    tally.report(),
    [
      'failed: b.test.ts › t0',
      'failed: c.test.ts could not be run',
      'skipped: a.test.ts › t1',
      'skipped: a.test.ts › t2',
      '2 passed, 2 failed, 2 skipped',
    ].join('\n'),
  );
});

test('browser results: what is flaky or not run for an error is a failure', () => {
  const tally = new Tally();
  const spec = (title, status) => ({ title, tests: [{ status }] });
  countPlaywright(
    {
      errors: [{ message: 'the portal did not start\nat x' }],
      suites: [
        {
          title: 'a.test.ts',
          specs: [spec('one', 'expected'), spec('two', 'flaky')],
          suites: [{ title: 'group', specs: [spec('three', 'skipped')] }],
        },
      ],
    },
    tally,
  );
  assert.equal(
    tally.report(),
    [
      'failed: browser › a.test.ts › two',
      'failed: browser › the portal did not start',
      'skipped: browser › a.test.ts › group › three',
      '1 passed, 2 failed, 1 skipped',
    ].join('\n'),
  );
});
