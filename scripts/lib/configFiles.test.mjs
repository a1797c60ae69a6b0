import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfigText } from './configFiles.mjs';

for (const [title, text, message] of [
  [
    'a tab for indentation',
    'app:\n\ttitle: x\n',
    /^app-config\.yaml, line 2, column 1: this is not valid YAML: .*tabs?.*/i,
  ],
  [
    'a bracket that is not closed',
    'backend:\n  a: [1, 2\n  b: 3\n',
    /^app-config\.yaml, line \d, column \d+: this is not valid YAML/,
  ],
  [
    'a key that is there twice',
    'app:\n  title: a\n  title: b\n',
    /^app-config\.yaml, line 3, column 3: this is not valid YAML: Map keys must be unique/,
  ],
]) {
  test(`a config file with ${title}`, () => {
    assert.throws(() => parseConfigText('app-config.yaml', text), {
      name: 'UserError',
      message,
    });
  });
}

test('a config file knows the line of each key', () => {
  const file = parseConfigText(
    'app-config.yaml',
    '# demo\nbackend:\n  database:\n    client: pg\n\napp: {}\n',
  );
  assert.deepEqual(
    ['backend', 'backend.database.client', 'app', 'backend.cache', 'x.y'].map(
      key => file.lineOf(key),
    ),
    [2, 4, 6, undefined, undefined],
  );
});
