import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { requireDiskSpace, requireFreePort } from './checks.mjs';
import { root } from './settings.mjs';

test('a taken port is one clear line, and a free one is none', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const check = () =>
    requireFreePort({ port, what: 'the portal', variable: 'P', waitMs: 0 });
  await assert.rejects(check(), {
    name: 'UserError',
    message: new RegExp(
      `^Port ${port} \\(the portal\\) is taken.*P=<port> npm start$`,
    ),
  });
  server.close();
  await once(server, 'close');
  await check();
});

test('too little disk space is one clear line', async () => {
  const read = async () => ({ bavail: 1024, bsize: 1024 ** 2 });
  const check = bytes =>
    requireDiskSpace({ folder: '/data', bytes, what: 'This', read });
  await assert.rejects(check(4 * 1024 ** 3), {
    name: 'UserError',
    message: /^This needs about 4\.0 GB .* only 1\.0 GB are free under \/data/,
  });
  await check(1024 ** 3);
});

test('a Node that is too old is one clear line', () => {
  const script = `import { requireNode } from './scripts/lib/requireNode.mjs'; requireNode('18.19.1'); console.log('went on')`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { cwd: path.join(root), encoding: 'utf8' },
  );
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.match(
    stderr,
    /^Adaptive Delivery needs Node 20 .* Node 18\.19\.1.*\n$/,
  );
});
