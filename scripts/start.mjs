// `npm start`: from a fresh clone to a running portal with a world to release
// into. This file only checks the Node it was started with, so that it can be
// read by one that is too old for the rest.
import { fileURLToPath } from 'node:url';
import { requireNode } from './lib/requireNode.mjs';

requireNode();
const { underProjectNode } = await import('./lib/underProjectNode.mjs');
await underProjectNode(fileURLToPath(import.meta.url), async () => {
  const { runPortal } = await import('./lib/runPortal.mjs');
  await runPortal();
});
