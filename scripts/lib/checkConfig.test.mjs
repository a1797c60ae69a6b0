import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkConfig } from './checkConfig.mjs';
import { root } from './settings.mjs';

const good = `app:
  baseUrl: http://localhost:\${ADAPTIVE_DELIVERY_PORT:-7007}
backend:
  baseUrl: http://localhost:7007
  listen:
    port: \${ADAPTIVE_DELIVERY_PORT:-7007}
  database:
    client: better-sqlite3
    connection:
      directory: data
adaptiveDelivery:
  policy:
    folders: [../../policies]
lab:
  url: http://127.0.0.1:7010
`;

let folder;
let closedPort;
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'config-'));
  mkdirSync(path.join(folder, 'policies'));
  mkdirSync(path.join(folder, 'packages', 'backend'), { recursive: true });
  writeFileSync(path.join(folder, 'app-config.yaml'), good);
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  closedPort = server.address().port;
  server.close();
});
after(() => rmSync(folder, { recursive: true }));

const check = () => checkConfig({}, folder);

function overlay(text) {
  writeFileSync(path.join(folder, 'app-config.local.yaml'), text);
}

for (const [title, text, message] of [
  [
    'a database that nobody serves',
    () =>
      `backend:\n  database:\n    client: pg\n    connection:\n      host: 127.0.0.1\n      port: ${closedPort}\n      password: hidden\n`,
    /^backend\.database\.connection \(app-config\.local\.yaml, line 4\): PostgreSQL at 127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED.*\nNothing listens there/,
  ],
  [
    'a database of another kind',
    () => 'backend:\n  database:\n    client: mysql2\n',
    /^backend\.database\.client \(app-config\.local\.yaml, line 3\) is "mysql2"; it must be better-sqlite3/,
  ],
  [
    'a policy folder that is not there',
    () => 'adaptiveDelivery:\n  policy:\n    folders: [../../nowhere]\n',
    /^adaptiveDelivery\.policy\.folders \(app-config\.local\.yaml, line 3\): there is no folder .*nowhere/,
  ],
  [
    'a policy source that is not there',
    () =>
      'adaptiveDelivery:\n  policy:\n    sources:\n      - folder: ../../policies\n      - folder: ../../nowhere\n',
    /^adaptiveDelivery\.policy\.sources \(app-config\.local\.yaml, line 3\): there is no folder .*nowhere/,
  ],
  [
    'an address without a protocol',
    () => 'lab:\n  url: 127.0.0.1:7010\n',
    /^lab\.url \(app-config\.local\.yaml, line 2\) is "127\.0\.0\.1:7010"; it must be a URL/,
  ],
  [
    'a port that is no number',
    () => 'backend:\n  listen:\n    port: seven\n',
    /^backend\.listen\.port \(app-config\.local\.yaml, line 3\): .*number/,
  ],
  [
    'a secret file that is not there',
    () => 'backend:\n  token:\n    $file: secrets/token\n',
    /^The configuration .* cannot be read: .*app-config\.local\.yaml.*backend\.token.*secrets\/token/,
  ],
  [
    'no YAML at all',
    () => 'backend: [\n',
    /^app-config\.local\.yaml, line 2, column 1: this is not valid YAML/,
  ],
]) {
  test(`a configuration with ${title} says where and what to do`, async () => {
    overlay(text());
    await assert.rejects(check(), error => {
      assert.equal(error.name, 'UserError');
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /hidden/);
      return true;
    });
  });
}

test('a configuration without fault passes', async () => {
  overlay('{}\n');
  await check();
});

test('a policy in Git passes, whatever the folders that it stands in for', async () => {
  overlay(
    'adaptiveDelivery:\n  policy:\n    folders: [../../nowhere]\n    sources:\n      - git: { url: https://git.example/policy.git, branch: main }\n',
  );
  await check();
});

test('a key is found in the file that has the last word', async () => {
  const { readConfigFiles } = await import('./configFiles.mjs');
  const files = await readConfigFiles(root, 'production');
  assert.ok(files.names.includes('app-config.production.yaml'));
  assert.match(
    files.describe('backend.database.client'),
    /app-config\.production\.yaml, line \d+/,
  );
});
