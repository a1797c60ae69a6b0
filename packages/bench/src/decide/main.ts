import { readOptions } from './options';
import { describe } from './report';
import { DatabaseResult, runFor } from './run';

async function main() {
  const options = readOptions(process.argv.slice(2));
  const results: Record<string, DatabaseResult> = {};
  for (const database of options.databases) {
    process.stderr.write(`Measuring on ${database} …\n`);
    results[database] = await runFor(
      database,
      options,
      process.env.BENCH_POSTGRES_URL,
    );
  }
  process.stdout.write(
    `${describe(results, options)}\n${JSON.stringify(results)}\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? error.stack ?? error.message : error}\n`,
  );
  process.exitCode = 1;
});
