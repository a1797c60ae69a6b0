import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { prepareDataFolder } from './dataFolder.mjs';

let folder;
let settings;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'data-folder-'));
  settings = {
    dataFolder: folder,
    labFolder: path.join(folder, 'lab'),
    portalFolder: path.join(folder, 'portal'),
    logsFolder: path.join(folder, 'logs'),
    tokenFile: path.join(folder, 'pipeline-token'),
    signingKeyFile: path.join(folder, 'signing-key.pem'),
    anchorFile: path.join(folder, 'ledger-roots.jsonl'),
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

function leave({ state }) {
  mkdirSync(settings.labFolder);
  mkdirSync(settings.portalFolder);
  writeFileSync(path.join(settings.labFolder, 'history.json'), state);
  writeFileSync(path.join(settings.portalFolder, 'catalog.sqlite'), 'rows');
  writeFileSync(settings.anchorFile, 'roots');
}

test('the token is made once, long, and for this account alone', async () => {
  await prepareDataFolder(settings);
  const token = readFileSync(settings.tokenFile, 'utf8').trim();
  assert.equal(Buffer.from(token, 'base64url').length, 32);
  assert.equal(statSync(settings.tokenFile).mode & 0o777, 0o600);
  await prepareDataFolder(settings);
  assert.equal(readFileSync(settings.tokenFile, 'utf8').trim(), token);
});

test('the signing key is made once, of a kind that can be used, and for this account alone', async () => {
  await prepareDataFolder(settings);
  const key = readFileSync(settings.signingKeyFile, 'utf8');
  assert.equal(createPrivateKey(key).asymmetricKeyType, 'ed25519');
  assert.equal(statSync(settings.signingKeyFile).mode & 0o777, 0o600);
  await prepareDataFolder(settings);
  assert.equal(readFileSync(settings.signingKeyFile, 'utf8'), key);
});

for (const [state, kept] of [
  ['{"state":"done"}', true],
  ['{"state":"making"}', false],
  ['{"state":"ma', false],
]) {
  test(`after an earlier past left as ${state} its data is ${
    kept ? 'kept' : 'thrown away'
  }`, async () => {
    leave({ state });
    await prepareDataFolder(settings);
    assert.equal(
      existsSync(path.join(settings.portalFolder, 'catalog.sqlite')),
      kept,
    );
    assert.equal(
      existsSync(path.join(settings.labFolder, 'history.json')),
      kept,
    );
    assert.equal(existsSync(settings.anchorFile), kept);
  });
}

test('a data folder that cannot be made is one clear line', async () => {
  writeFileSync(path.join(folder, 'file'), '');
  await assert.rejects(
    prepareDataFolder({
      ...settings,
      dataFolder: path.join(folder, 'file', 'data'),
    }),
    { name: 'UserError', message: /cannot be used: .*ADAPTIVE_DELIVERY_DATA/ },
  );
});
