/**
 * A bare runner on a SQLite file, started by the crash test as a process of its
 * own: `crashChild <folder> <start of domain time> <point> <step>`. At the
 * point it kills itself as the operating system would; without one it runs
 * until the rollout is over.
 */
import {
  DomainClock,
  openDatabase,
} from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import knexFactory from 'knex';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Claim,
  DatabaseRolloutReadStore,
  DatabaseRolloutStore,
  JournalStep,
  StepOutcome,
} from '../database';
import { Input, isOver } from '../domain';
import { TargetRegistry } from '../service/TargetRegistry';
import { RolloutRunner } from '../service/runner/RolloutRunner';
import { FileTarget } from './FileTarget';
import { FakeDecisions, ScriptedAnalyzer } from './fakes';
import { MIGRATIONS } from './paths';

export type CrashPoint =
  | 'beforeIntent'
  | 'afterIntent'
  | 'afterEffect'
  | 'afterOutcome'
  | 'never';

const PACE = 40;

const [folder, startOfTime, point, step, health] = process.argv.slice(2);

function dieAt(reached: CrashPoint, name: string) {
  if (reached === point && name === step) {
    process.kill(process.pid, 'SIGKILL');
  }
}

class CrashingStore extends DatabaseRolloutStore {
  async intend(claim: Claim, journalStep: JournalStep) {
    dieAt('beforeIntent', journalStep.name);
    const known = await super.intend(claim, journalStep);
    dieAt('afterIntent', journalStep.name);
    return known;
  }

  async apply(claim: Claim, input: Input, outcome?: StepOutcome) {
    const committed = await super.apply(claim, input, outcome);
    if (outcome) dieAt('afterOutcome', outcome.name);
    return committed;
  }
}

const clock: DomainClock = {
  now: () => {
    const start = Number(startOfTime);
    return new Date(start + (Date.now() - start) * PACE);
  },
  pace: () => PACE,
};

const logger: LoggerService = {
  error: message => process.stderr.write(`${message}\n`),
  warn: message => process.stderr.write(`${message}\n`),
  info: () => {},
  debug: () => {},
  child: () => logger,
};

async function main() {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: path.join(folder, 'rollout.sqlite') },
    useNullAsDefault: true,
  });
  await openDatabase({
    database: { getClient: async () => knex },
    migrations: MIGRATIONS,
  });
  const store = new CrashingStore({
    knex,
    clock,
    noticeChannels: [],
  });
  await store.freeLeases();
  const target = new FileTarget(path.join(folder, 'target.json'), key =>
    dieAt('afterEffect', key.split(':')[1]),
  );
  const analyzer = new ScriptedAnalyzer();
  analyzer.script = () => (health === 'bad' ? 'degraded' : 'healthy');
  const runner = new RolloutRunner({
    store,
    targets: new TargetRegistry(
      new Map([['memory', { driver: 'memory', target: () => target }]]),
      2_000,
    ),
    analyzer,
    decisions: new FakeDecisions(),
    clock,
    logger,
    changed: async () => {},
    concurrency: 1,
  });
  const reads = new DatabaseRolloutReadStore({ knex, clock });
  for (;;) {
    if (!(await runner.round())) await sleep(10);
    const { items } = await reads.list({}, { limit: 10 });
    if (items.length > 0 && items.every(isOver)) break;
  }
  await runner.drain();
  await knex.destroy();
}

main().catch(error => {
  logger.error(error.stack);
  process.exitCode = 1;
});
