// `npm run bench:decide`: submissions and reads under load, on SQLite and on a
// PostgreSQL of its own; see packages/bench/README.md.
import { fileURLToPath } from 'node:url';
import { requireNode } from '../lib/requireNode.mjs';

requireNode();
const { underProjectNode } = await import('../lib/underProjectNode.mjs');
await underProjectNode(fileURLToPath(import.meta.url), async () => {
  const { benchDecide } = await import('./benchDecide.mjs');
  await benchDecide(process.argv.slice(2));
});
