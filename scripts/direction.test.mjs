import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { ESLint } from 'eslint';
import { root } from './lib/settings.mjs';

const RULE = '@typescript-eslint/no-restricted-imports';
const common = '@adaptive-delivery/plugin-release-common';
const node = '@adaptive-delivery/plugin-release-node';
const react = '@adaptive-delivery/plugin-release-react';
const judge = '@adaptive-delivery/plugin-canary-analyzer-backend';
const rollback = '@adaptive-delivery/plugin-rollback';

/** [importing package, imported package, whether it may] */
const cases = [
  ['plugins/release-decision-backend', common, true],
  ['plugins/release-decision-backend', node, true],
  ['plugins/release-decision-backend', judge, false],
  ['plugins/release-decision-backend', react, false],
  ['plugins/release-decision-backend', 'react', false],
  ['plugins/scaffolder-backend-module-release', node, true],
  ['plugins/scaffolder-backend-module-release', judge, false],
  ['plugins/release-decision', common, true],
  ['plugins/release-decision', react, true],
  ['plugins/release-decision', rollback, false],
  ['plugins/release-decision', node, false],
  ['plugins/release-decision', judge, false],
  ['plugins/release-decision', '@backstage/backend-plugin-api', false],
  ['plugins/release-react', common, true],
  ['plugins/release-react', node, false],
  ['plugins/release-node', common, true],
  ['plugins/release-node', judge, false],
  ['plugins/release-common', node, false],
  ['plugins/release-common', 'react', false],
  ['packages/release-cli', common, true],
  ['packages/release-cli', node, false],
  ['packages/lab', node, true],
  ['packages/lab', judge, false],
  ['packages/backend', judge, true],
];

const eslint = new ESLint({ cwd: root });

for (const [from, to, allowed] of cases) {
  test(`${from} ${allowed ? 'may' : 'may not'} import ${to}`, async () => {
    const [result] = await eslint.lintText(`import '${to}';\n`, {
      filePath: path.join(root, from, 'src', 'example.ts'),
    });
    const found = result.messages.filter(message => message.ruleId === RULE);
    assert.equal(found.length, allowed ? 0 : 1, JSON.stringify(found));
  });
}

test('a package may not reach into another by a relative path', async () => {
  const [result] = await eslint.lintText(
    "import { judge } from '../../canary-analyzer-backend/src/judge';\njudge();\n",
    {
      filePath: path.join(root, 'plugins/rollout-backend/src/example.ts'),
    },
  );
  assert.ok(
    result.messages.some(
      message => message.ruleId === '@backstage/no-relative-monorepo-imports',
    ),
  );
});
