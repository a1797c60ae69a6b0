import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import createKnex, { Knex } from 'knex';
import { Latencies } from './latencies';
import { LoadResult, sendAtRate } from './load';
import { Options } from './options';
import { measureReads } from './reads';
import { seedDecisions } from './seed';
import { Server } from './Server';
import { COMPONENTS, submissionMaker } from './submissions';

export type DatabaseResult = {
  submissions: LoadResult;
  /** The route that only authenticates and answers, at the same rate. */
  ping: LoadResult;
  reads: Record<string, { few: Latencies; many: Latencies; ratio: number }>;
};

const CANDIDATES = '/api/release-decision/v1/candidates';
const CATALOG_MS = 60_000;

type Place = { database: unknown; knex: Knex };

function placeFor(
  kind: 'sqlite' | 'postgres',
  folder: string,
  postgresUrl: string | undefined,
): Place {
  if (kind === 'sqlite') {
    const directory = path.join(folder, 'data');
    return {
      database: { client: 'better-sqlite3', connection: { directory } },
      knex: createKnex({
        client: 'better-sqlite3',
        connection: {
          filename: path.join(directory, 'release-decision.sqlite'),
        },
        useNullAsDefault: true,
      }),
    };
  }
  if (!postgresUrl) throw new Error('BENCH_POSTGRES_URL is not set');
  const url = new URL(postgresUrl);
  const connection = {
    host: url.hostname,
    port: Number(url.port),
    user: url.username,
    password: decodeURIComponent(url.password),
  };
  return {
    database: { client: 'pg', connection },
    knex: createKnex({
      client: 'pg',
      connection: {
        ...connection,
        database: 'backstage_plugin_release-decision',
      },
    }),
  };
}

/** Submits until the catalog knows every component. */
async function waitForCatalog(
  server: Server,
  make: ReturnType<typeof submissionMaker>,
): Promise<string> {
  const end = Date.now() + CATALOG_MS;
  let id = '';
  for (let index = 1_000_000; index < 1_000_000 + COMPONENTS; ) {
    const { status, body } = await server.post(
      CANDIDATES,
      JSON.stringify(make(index)),
    );
    if (status === 201) {
      id = JSON.parse(body).id;
      index++;
    } else if (Date.now() > end) {
      throw new Error(`The first submissions fail: ${status} ${body}`);
    } else await sleep(500);
  }
  return id;
}

async function measureSubmissions(
  server: Server,
  make: ReturnType<typeof submissionMaker>,
  options: Options,
) {
  const { rate, seconds } = options;
  const load = (route: string, bodyOf: (index: number) => string) =>
    sendAtRate({
      rate,
      seconds,
      expected: 201,
      send: index => server.post(route, bodyOf(index)),
    });
  // Bodies are made before, so that making them does not cost the server time.
  const bodies = Array.from({ length: rate * seconds }, (_, index) =>
    JSON.stringify(make(index)),
  );
  await sendAtRate({
    rate: Math.max(1, Math.round(rate / 4)),
    seconds: 5,
    expected: 201,
    send: index =>
      server.post(CANDIDATES, JSON.stringify(make(2_000_000 + index))),
  });
  return {
    ping: await load('/api/bench/ping', () => ''),
    submissions: await load(CANDIDATES, index => bodies[index]),
  };
}

const ratioOf = (few: Latencies, many: Latencies) =>
  Math.round((many.p50 / few.p50) * 100) / 100;

/** Reads with few and with many decisions, in a portal of their own. */
async function measureBothReads(
  server: Server,
  knex: Knex,
  templateId: string,
  options: Options,
): Promise<DatabaseResult['reads']> {
  const { few, many, reads } = options;
  await seedDecisions(knex, { templateId, from: 0, to: few });
  const before = await measureReads(server, templateId, reads);
  await seedDecisions(knex, { templateId, from: few, to: many });
  await knex.raw('analyze');
  const after = await measureReads(server, templateId, reads);
  return Object.fromEntries(
    Object.entries(before).map(([name, latencies]) => [
      name,
      {
        few: latencies,
        many: after[name],
        ratio: ratioOf(latencies, after[name]),
      },
    ]),
  );
}

/** Everything for one kind of database. */
export async function runFor(
  kind: 'sqlite' | 'postgres',
  options: Options,
  postgresUrl: string | undefined,
): Promise<DatabaseResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'adaptive-delivery-bench-'));
  const { database, knex } = placeFor(kind, folder, postgresUrl);
  try {
    const server = await Server.start(folder, database);
    try {
      const make = submissionMaker();
      const templateId = await waitForCatalog(server, make);
      const reads = await measureBothReads(server, knex, templateId, options);
      return { ...(await measureSubmissions(server, make, options)), reads };
    } catch (error) {
      process.stderr.write(`${await server.lastWords()}\n`);
      throw error;
    } finally {
      await server.stop();
    }
  } finally {
    await knex.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}
