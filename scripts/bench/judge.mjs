// `npm run bench:judge -- <folder>...`: how well the judge tells defective
// releases from sound ones; see packages/bench/README.md.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNode } from '../lib/requireNode.mjs';

requireNode();
const { underProjectNode } = await import('../lib/underProjectNode.mjs');
await underProjectNode(fileURLToPath(import.meta.url), async () => {
  const { runCommand } = await import('../test/command.mjs');
  process.exitCode = await runCommand(process.execPath, [
    'packages/bench/bin/judge.cjs',
    ...process.argv
      .slice(2)
      .map(argument =>
        argument.startsWith('-')
          ? argument
          : path.resolve(process.env.INIT_CWD ?? '.', argument),
      ),
  ]);
});
