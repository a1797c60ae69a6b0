// `npm run screenshots`: the pictures of the documentation, taken by the tests
// in a browser from a portal that has just been started.
import { fileURLToPath } from 'node:url';
import { requireNode } from './lib/requireNode.mjs';

requireNode();
const { underProjectNode } = await import('./lib/underProjectNode.mjs');
await underProjectNode(fileURLToPath(import.meta.url), async () => {
  const { takeScreenshots } = await import('./test/takeScreenshots.mjs');
  await takeScreenshots();
});
