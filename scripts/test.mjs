// `npm test`: installs what is needed, then type-check, lint and all tests.
import { fileURLToPath } from 'node:url';
import { requireNode } from './lib/requireNode.mjs';

requireNode();
const { underProjectNode } = await import('./lib/underProjectNode.mjs');
await underProjectNode(fileURLToPath(import.meta.url), async () => {
  const { runTests } = await import('./test/runTests.mjs');
  await runTests();
});
