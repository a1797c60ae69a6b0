import {
  LedgerRow,
  verifyBundle,
} from '@adaptive-delivery/plugin-release-common';
import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { Knex } from 'knex';
import { generateKeyPairSync } from 'node:crypto';
import {
  appendToLedger,
  createLedgerTablesV1,
  findBrokenLedgerRow,
  makeLedgerAppendOnlyV1,
  readLedger,
} from '../ledger';
import { Attestor } from './Attestor';
import { StatementLoop, StatementPlan } from './StatementLoop';
import {
  createAttestedUpToTableV1,
  createStatementTableV1,
  readEnvelopes,
} from './statementTable';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const now = new Date('2026-11-23T12:00:00Z');
const logger = mockServices.logger.mock();

const privateKey = generateKeyPairSync('ed25519')
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const attestor = Attestor.fromConfig(
  new ConfigReader({
    adaptiveDelivery: { signing: { keys: [{ privateKey }] } },
  }),
  logger,
)!;

const planOf = (row: LedgerRow): StatementPlan =>
  row.kind === 'verdict.promote'
    ? {
        kind: 'build-info',
        subject: [{ name: 'a', sha256: 'a'.repeat(64) }],
        previous: [],
        content: { of: row.seq },
      }
    : null;

const loopOver = (
  knex: Knex,
  plan: (row: LedgerRow) => Promise<StatementPlan> = async row => planOf(row),
) =>
  new StatementLoop({
    knex,
    attestor,
    clock: { now: () => now, pace: () => 1 },
    logger,
    plan,
  });

const append = (knex: Knex, kind: string, subject: string) =>
  knex.transaction(trx =>
    appendToLedger(trx, { at: now, kind, subject, payload: {} }),
  );

const signedRows = async (knex: Knex) =>
  (await readLedger(knex, { limit: 100 })).items
    .filter(row => row.kind === 'statement.signed')
    .map(row => (row.payload as { of: number }).of);

describe.each(databases.eachSupportedId())('statement loop on %s', id => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await databases.init(id);
    await createLedgerTablesV1(knex);
    await append(knex, 'verdict.promote', 'before signing was there');
    await makeLedgerAppendOnlyV1(knex);
    await createStatementTableV1(knex);
    await createAttestedUpToTableV1(knex);
    await append(knex, 'verdict.slow', 'r1');
    await append(knex, 'verdict.promote', 'r1');
    await append(knex, 'verdict.promote', 'r2');
  });

  it('attests each row once, in the ledger too, and then rests', async () => {
    const loop = loopOver(knex);
    while (await loop.round());
    expect(await signedRows(knex)).toEqual([3, 4]);
    expect(await findBrokenLedgerRow(knex)).toBeNull();
    const envelopes = await readEnvelopes(knex, ['r1', 'r2']);
    const { statements, faults } = await verifyBundle(
      envelopes,
      attestor.keys().keys,
    );
    expect(faults).toEqual([]);
    expect(statements.map(item => item.statement.predicate.content)).toEqual([
      { of: 3 },
      { of: 4 },
    ]);
    expect(await loop.round()).toBe(false);
  });

  it('signs once when two replicas do it at the same time', async () => {
    const loops = [loopOver(knex), loopOver(knex)];
    for (let round = 0; round < 10; round++) {
      await Promise.all(loops.map(loop => loop.round()));
    }
    expect(await signedRows(knex)).toEqual([3, 4]);
  });

  it('waits for what a statement builds on, and loses nothing by a failure', async () => {
    let answer: 'later' | 'down' | 'up' = 'later';
    const loop = loopOver(knex, async row => {
      const plan = planOf(row);
      if (!plan || answer === 'up') return plan;
      if (answer === 'down') throw new Error('decide cannot be reached');
      return 'later';
    });
    while (await loop.round());
    expect(await signedRows(knex)).toEqual([]);
    answer = 'down';
    await expect(loop.round()).rejects.toThrow('decide cannot be reached');
    answer = 'up';
    while (await loop.round());
    expect(await signedRows(knex)).toEqual([3, 4]);
  });
});
