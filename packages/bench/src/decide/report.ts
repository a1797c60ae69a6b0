import os from 'node:os';
import { DatabaseResult } from './run';
import { Options } from './options';

const row = (cells: Array<string | number>) =>
  cells
    .map((cell, index) => String(cell)[index === 0 ? 'padEnd' : 'padStart'](13))
    .join(' ');

/** A table for people. */
export function describe(
  results: Record<string, DatabaseResult>,
  options: Options,
): string {
  const lines = [
    `${os.cpus()[0]?.model ?? 'unknown processor'}, ${
      os.cpus().length
    } cores, Node ${process.version}; ${options.rate} requests a second for ${
      options.seconds
    } s, times in ms from the moment a request was due`,
  ];
  for (const [database, { submissions, ping, reads }] of Object.entries(
    results,
  )) {
    lines.push('', database, row(['', 'answered', '1/s', 'p50', 'p99', 'max']));
    for (const [name, load] of Object.entries({ submissions, ping })) {
      const answered = `${load.answered}/${load.sent}`;
      const { perSecond, p50, p99, max } = load;
      lines.push(row([name, answered, perSecond, p50, p99, max]));
      if (load.firstFailure)
        lines.push(`  first failure: ${load.firstFailure}`);
    }
    lines.push(
      row(['', `p50 ${options.few}`, `p50 ${options.many}`, 'ratio', 'p99']),
    );
    for (const [name, { few, many, ratio }] of Object.entries(reads)) {
      lines.push(row([name, few.p50, many.p50, ratio, many.p99]));
    }
  }
  return lines.join('\n');
}
