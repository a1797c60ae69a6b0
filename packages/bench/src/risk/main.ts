import { readFileSync } from 'node:fs';
import { readArtifacts } from './artifacts';
import { benchRisk } from './bench';
import { readChanges } from './readChanges';
import { describe } from './report';

function main(args: string[]) {
  if (args.length !== 1 || args[0].startsWith('-')) {
    throw new Error('Usage: npm run bench:risk -- <file.csv>');
  }
  const [file] = args;
  const changes = readChanges(readFileSync(file, 'utf8'));
  const report = benchRisk(changes, readArtifacts());
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
