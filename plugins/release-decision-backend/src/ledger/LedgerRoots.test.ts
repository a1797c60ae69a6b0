import {
  VerificationKey,
  VerifiedRoot,
  verifyRoots,
} from '@adaptive-delivery/plugin-release-common';
import {
  Attestor,
  appendToLedger,
  letLedgerChangeV1,
} from '@adaptive-delivery/plugin-release-node';
import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { Knex } from 'knex';
import { generateKeyPairSync } from 'node:crypto';
import path from 'node:path';
import { Anchor, AnchoredRoot } from './Anchor';
import { LedgerReader, OwnLedger } from './LedgerReader';
import { LedgerRoots } from './LedgerRoots';
import { RootStore } from './RootStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const logger = mockServices.logger.mock();

const newKey = (keyId: string) => ({
  keyId,
  privateKey: generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
});
const [first, second] = [newKey('first'), newKey('second')];

function attestorWith(signing: object): Attestor {
  const config = new ConfigReader({ adaptiveDelivery: { signing } });
  return Attestor.fromConfig(config, logger)!;
}
const attestor = attestorWith({ keys: [first] });

class MemoryAnchor implements Anchor {
  readonly name = 'a memory';
  readonly kept: number[] = [];
  isDown = false;
  async keep(root: AnchoredRoot) {
    if (this.isDown) throw new Error('it is full');
    this.kept.push(root.number);
  }
}

const down: LedgerReader = {
  plugin: 'rollout',
  head: async () => {
    throw new Error('rollout cannot be reached');
  },
  hashAt: async () => null,
};

async function happens(knex: Knex, times: number, what = 'as it was') {
  const at = new Date('2026-11-23T10:00:00Z');
  for (let subject = 0; subject < times; subject++) {
    await knex.transaction(trx =>
      appendToLedger(trx, {
        at,
        kind: 'decision.queued',
        subject: String(subject),
        payload: { what },
      }),
    );
  }
}

describe.each(databases.eachSupportedId())('roots of ledgers on %s', id => {
  let decide: Knex;
  let rollout: Knex;
  let now: Date;
  let anchor: MemoryAnchor;

  beforeEach(async () => {
    jest.clearAllMocks();
    now = new Date('2026-11-23T10:00:00Z');
    anchor = new MemoryAnchor();
    [decide, rollout] = [await databases.init(id), await databases.init(id)];
    const directory = path.resolve(__dirname, '../../migrations');
    await decide.migrate.latest({ directory });
    await rollout.migrate.latest({ directory });
    await happens(decide, 3);
    await happens(rollout, 2);
  });

  const rootsWith = (change: {
    rollout?: LedgerReader;
    attestor?: Attestor;
  }): LedgerRoots =>
    new LedgerRoots({
      store: new RootStore(decide),
      ledgers: [
        new OwnLedger('release-decision', decide),
        change.rollout ?? new OwnLedger('rollout', rollout),
      ],
      anchors: [anchor],
      attestor: change.attestor ?? attestor,
      clock: { now: () => now, pace: () => 1 },
      logger,
    });

  const signed = async (
    keys: readonly VerificationKey[] = attestor.keys().keys,
  ): Promise<VerifiedRoot[]> => {
    const { items } = await new RootStore(decide).list({ limit: 100 });
    const { roots, fault } = await verifyRoots(items, keys);
    expect(fault).toBeNull();
    return roots;
  };

  it('hold every head fast, one root after the other, while there is news', async () => {
    const roots = rootsWith({});
    await roots.run();
    await roots.run();
    await happens(rollout, 1);
    await roots.run();
    now = new Date('2026-11-24T10:00:00Z');
    await roots.run();

    expect(
      (await signed()).map(root => [
        root.number,
        root.heads.map(({ plugin, seq }) => `${plugin} ${seq}`),
      ]),
    ).toEqual([
      [1, ['release-decision 3', 'rollout 2']],
      [2, ['release-decision 3', 'rollout 3']],
      [3, ['release-decision 3', 'rollout 3']],
    ]);
    expect(anchor.kept).toEqual([1, 2, 3]);
  });

  it('name a ledger that cannot be asked, and where it last was', async () => {
    await rootsWith({}).run();
    await rootsWith({ rollout: down }).run();
    const missing = (await signed())[1];
    expect(missing.heads.map(({ plugin }) => plugin)).toEqual([
      'release-decision',
    ]);
    expect(missing.missing).toEqual([
      {
        plugin: 'rollout',
        words: 'it could not be asked: rollout cannot be reached',
        last: expect.objectContaining({ plugin: 'rollout', seq: 2 }),
      },
    ]);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('is without that of rollout'),
    );
    await rootsWith({}).run();
    expect((await signed())[2].heads).toHaveLength(2);
  });

  it.each([
    [
      'cut short',
      async () => {
        await rollout('ledger').where({ seq: 2 }).delete();
        const row = await rollout('ledger').where({ seq: 1 }).first();
        await rollout('ledger_head').update({ seq: 1, hash: row.hash });
      },
      'it was cut short: it has 1 rows and had 2',
    ],
    [
      'rewritten as a whole',
      async () => {
        await rollout('ledger').delete();
        await rollout('ledger_head').update({ seq: 0, hash: '0'.repeat(64) });
        await happens(rollout, 3, 'as it was not');
      },
      'it was rewritten: row 2 is not what it was',
    ],
  ])('see a ledger that was %s', async (_what, change, words) => {
    await rootsWith({}).run();
    await letLedgerChangeV1(rollout);
    await change();
    await rootsWith({}).run();
    const [, root] = await signed();
    expect(root.missing).toEqual([
      expect.objectContaining({ plugin: 'rollout', words }),
    ]);
  });

  it('are made once by several portals', async () => {
    await Promise.all([rootsWith({}).run(), rootsWith({}).run()]);
    expect(await signed()).toHaveLength(1);
  });

  it('wait for an anchor that is down, and are anchored in order', async () => {
    anchor.isDown = true;
    await rootsWith({}).run();
    expect(logger.error).toHaveBeenCalledWith(
      'Root 1 of the ledgers is not anchored in a memory yet: it is full',
    );
    await happens(decide, 1);
    anchor.isDown = false;
    await rootsWith({}).run();
    expect(anchor.kept).toEqual([1, 2]);
  });

  it('stop when the last one was changed', async () => {
    await rootsWith({}).run();
    const row = await decide('ledger_root').first();
    await decide('ledger_root').update({
      payload: row.payload.replace('"seq":3', '"seq":2'),
    });
    await happens(decide, 1);
    await expect(rootsWith({}).run()).rejects.toThrow(
      'Root 1 of the ledgers is not what was signed',
    );
  });

  it('go on with a new key, and the new one vouches for those of a revoked one', async () => {
    await rootsWith({}).run();
    const { publicKey } = attestor.keys().keys[0];
    const rotated = attestorWith({
      keys: [{ keyId: 'first', publicKey, revoked: true }, second],
    });
    const { items } = await new RootStore(decide).list({ limit: 1 });
    const before = await verifyRoots(items, rotated.keys().keys);
    expect(before).toEqual({
      roots: [],
      fault: {
        number: 1,
        words: 'it is signed with the key first, which was revoked',
      },
    });
    await happens(decide, 1);
    await rootsWith({ attestor: rotated }).run();
    expect(await signed(rotated.keys().keys)).toHaveLength(2);
  });
});
