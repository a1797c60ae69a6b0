import { openDatabase } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import {
  DatabaseRolloutReadStore,
  DatabaseRolloutStore,
  RolloutStore,
} from '../database';
import { Rollout } from '../domain';
import { TargetRegistry } from '../service/TargetRegistry';
import { RolloutRunner } from '../service/runner/RolloutRunner';
import { ManualClock } from './ManualClock';
import { MemoryProvider } from './MemoryTarget';
import { FakeDecisions, ScriptedAnalyzer } from './fakes';
import { TARGET, aRollout } from './fixtures';
import { MIGRATIONS } from './paths';

/** The runner over a real database, with everything outside of it faked. */
export class TestWorld {
  readonly clock = new ManualClock();
  readonly analyzer = new ScriptedAnalyzer();
  readonly decisions = new FakeDecisions();
  readonly provider = new MemoryProvider();
  readonly store: DatabaseRolloutStore;
  readonly reads: DatabaseRolloutReadStore;
  readonly runner: RolloutRunner;

  private constructor(
    readonly knex: Knex,
    readonly logger: LoggerService,
    noticeChannels: string[],
  ) {
    this.store = new DatabaseRolloutStore({
      knex,
      clock: this.clock,
      noticeChannels,
    });
    this.reads = new DatabaseRolloutReadStore({ knex, clock: this.clock });
    this.runner = this.newRunner();
  }

  static async create(
    knex: Knex,
    logger: LoggerService,
    noticeChannels = ['notifications'],
  ) {
    await openDatabase({
      database: { getClient: async () => knex },
      migrations: MIGRATIONS,
    });
    return new TestWorld(knex, logger, noticeChannels);
  }

  get target() {
    return this.provider.target(TARGET.split(':')[1]);
  }

  newRunner(store: RolloutStore = this.store) {
    return new RolloutRunner({
      store,
      targets: new TargetRegistry(
        new Map([[this.provider.driver, this.provider]]),
        100,
      ),
      analyzer: this.analyzer,
      decisions: this.decisions,
      clock: this.clock,
      logger: this.logger,
      changed: async () => {},
      concurrency: 4,
    });
  }

  async submit(changes: Partial<Rollout> = {}): Promise<Rollout> {
    const rollout = aRollout({
      createdAt: this.clock.now(),
      dueAt: this.clock.now(),
      ...changes,
    });
    await this.store.create(rollout.decisionId, [rollout]);
    return rollout;
  }

  /** Works until nothing is due at this time. */
  async work(runner: RolloutRunner = this.runner): Promise<void> {
    while (await runner.round()) await runner.drain();
    await runner.drain();
  }

  /** Moves the clock from due time to due time until the rollout is there. */
  async until(
    id: string,
    reached: (rollout: Rollout) => boolean,
  ): Promise<Rollout> {
    for (let round = 0; round < 100; round++) {
      await this.work();
      const rollout = await this.reads.get(id);
      if (reached(rollout)) return rollout;
      const next = await this.knex('rollout')
        .where('due_at', '>', this.clock.now().getTime())
        .orderBy('due_at')
        .first('due_at');
      if (!next) {
        throw new Error(
          `Nothing is due, and the rollout is ${rollout.state}: ${rollout.stateReason}`,
        );
      }
      this.clock.moveTo(new Date(Number(next.due_at)));
    }
    const { state, stateReason } = await this.reads.get(id);
    throw new Error(`After 100 rounds it is ${state}: ${stateReason}`);
  }

  async untilState(id: string, ...states: Rollout['state'][]) {
    return this.until(id, rollout => states.includes(rollout.state));
  }

  async kinds(id: string): Promise<string[]> {
    return (await this.reads.events(id)).map(event => event.kind);
  }

  /** Messages for other backends, oldest first. */
  async messages(): Promise<
    Array<{ key: string; path: string; body: Record<string, unknown> }>
  > {
    const rows = await this.knex('outbox').orderBy('seq');
    return rows.map(row => ({ ...row, body: JSON.parse(row.body) }));
  }
}
