import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMismatch } from './install.mjs';

const wanted = {
  '': { version: '0.1.0' },
  'packages/app': { version: '0.1.0' },
  'node_modules/app': { link: true },
  'node_modules/a': { version: '1.0.0' },
  'packages/app/node_modules/a': { version: '2.0.0' },
  'node_modules/only-on-windows': { version: '1.0.0', optional: true },
};
const there = {
  'node_modules/a': { version: '1.0.0' },
  'packages/app/node_modules/a': { version: '2.0.0' },
};

for (const [title, installed, expected] of [
  ['all there but an optional one', there, undefined],
  [
    'another version',
    { ...there, 'node_modules/a': { version: '1.0.1' } },
    'node_modules/a',
  ],
  [
    'one missing in a workspace',
    { 'node_modules/a': { version: '1.0.0' } },
    'packages/app/node_modules/a',
  ],
  [
    'an optional one in another version',
    { ...there, 'node_modules/only-on-windows': { version: '0.9.0' } },
    'node_modules/only-on-windows',
  ],
  ['nothing', {}, 'node_modules/a'],
]) {
  test(`node_modules against the lockfile: ${title}`, () => {
    assert.equal(
      findMismatch({ packages: wanted }, { packages: installed }),
      expected,
    );
  });
}
