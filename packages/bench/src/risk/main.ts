import { readFileSync } from 'node:fs';
import { isStale, readArtifacts } from './artifacts';
import { benchRisk } from './bench';
import { readChanges } from './readChanges';
import { describe } from './report';

function main(args: string[]) {
  if (args.length !== 1 || args[0].startsWith('-')) {
    throw new Error('Usage: npm run bench:risk -- <file.csv>');
  }
  const [file] = args;
  const changes = readChanges(readFileSync(file, 'utf8'));
  const artifacts = readArtifacts();
  if (isStale(artifacts)) {
    process.stderr.write(
      'The weights of policies/default were changed since its score was calibrated, so its probabilities are off; see packages/bench/README.md.\n',
    );
  }
  const report = benchRisk(changes, artifacts);
  const defective = changes.filter(change => change.defective).length;
  process.stdout.write(
    `${describe(report, defective)}\n${JSON.stringify(report)}\n`,
  );
}

try {
  main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const file = error instanceof Error && error.name === 'CsvError';
  process.stderr.write(`${file ? `${process.argv[2]}: ` : ''}${message}\n`);
  process.exitCode = 1;
}
