import { benchFolder } from './readFolder';
import { SetReport, describe, toJson } from './report';

function judgeFolder(folder: string): SetReport {
  try {
    return benchFolder(folder);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${folder}: ${message}`, { cause: error });
  }
}

function main(args: string[]) {
  if (args.length === 0 || args.some(arg => arg.startsWith('-'))) {
    throw new Error('Usage: npm run bench:judge -- <folder>...');
  }
  const reports = args.map(judgeFolder);
  process.stdout.write(
    `${reports.map(describe).join('\n\n')}\n${toJson(reports)}\n`,
  );
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}
