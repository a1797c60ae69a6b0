import { onStopRequest } from '../lib/underProjectNode.mjs';
import { endCommands, runCommand } from '../test/command.mjs';
import { startPostgres } from '../test/postgres.mjs';

/** Runs the benchmark; PostgreSQL keeps its promises, as in production. */
export async function benchDecide(args) {
  onStopRequest(() => {
    endCommands();
    process.exit(1);
  });
  const postgres = await startPostgres({ durable: true });
  try {
    process.exitCode = await runCommand(
      process.execPath,
      ['packages/bench/bin/decide.cjs', ...args],
      { env: { BENCH_POSTGRES_URL: postgres.connectionString } },
    );
  } finally {
    await postgres.stop();
  }
}
