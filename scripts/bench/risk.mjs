// `npm run bench:risk -- <file.csv>`: how well the score and the model rank
// labelled changes; see packages/bench/README.md. `--train` instead of a file
// trains the model anew.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNode } from '../lib/requireNode.mjs';

requireNode();
const { underProjectNode } = await import('../lib/underProjectNode.mjs');
await underProjectNode(fileURLToPath(import.meta.url), async () => {
  const { runCommand } = await import('../test/command.mjs');
  const [first, ...rest] = process.argv.slice(2);
  const trains = first === '--train';
  const files = trains ? rest : process.argv.slice(2);
  process.exitCode = await runCommand(process.execPath, [
    `packages/bench/bin/${trains ? 'trainRisk' : 'risk'}.cjs`,
    ...files.map(file =>
      file.startsWith('-')
        ? file
        : path.resolve(process.env.INIT_CWD ?? '.', file),
    ),
  ]);
});
