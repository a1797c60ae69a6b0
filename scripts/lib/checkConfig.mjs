import { ConfigSources } from '@backstage/config-loader';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { readConfigFiles } from './configFiles.mjs';
import { root } from './settings.mjs';
import { UserError } from './UserError.mjs';

async function loadConfig(files, environment, folder) {
  const source = ConfigSources.default({
    rootDir: folder,
    argv: [],
    watch: false,
    env: environment,
    substitutionFunc: async name => environment[name],
  });
  try {
    return await ConfigSources.toConfig(source);
  } catch (error) {
    throw new UserError(
      `The configuration (${files.names.join(', ')}) cannot be read: ${
        error.message
      }`,
    );
  }
}

function readOr(files, key, read) {
  try {
    return read();
  } catch (error) {
    throw new UserError(`${files.describe(key)}: ${error.message}`);
  }
}

/** What a connection is called in messages: never with its password. */
function nameOf(connection) {
  if (typeof connection !== 'string') {
    const { host, port, socketPath } = connection ?? {};
    return socketPath ?? `${host || 'localhost'}:${port || 5432}`;
  }
  return URL.canParse(connection) ? new URL(connection).host : 'the server';
}

const databaseHints = {
  ECONNREFUSED: 'Nothing listens there: start PostgreSQL or mend host and port',
  ENOTFOUND: 'No host has that name: mend the host',
  EAI_AGAIN: 'The name could not be looked up: mend the host or the network',
  ETIMEDOUT: 'Nothing answered: mend host and port, or the firewall between',
  '28P01': 'Mend user and password',
  28000: 'Mend user and password, or let the user in (pg_hba.conf)',
  '3D000': 'Create that database, or name another one',
};

async function checkPostgres(files, connection) {
  const base =
    typeof connection === 'string'
      ? { connectionString: connection }
      : connection;
  const client = new pg.Client({
    // Every plugin makes a database of its own; this one is always there.
    ...(typeof connection === 'string' ? {} : { database: 'postgres' }),
    ...base,
    connectionTimeoutMillis: 5000,
  });
  try {
    await client.connect();
  } catch (error) {
    const cause = error.errors?.[0] ?? error;
    const hint =
      databaseHints[cause.code] ??
      (/timeout/.test(cause.message)
        ? databaseHints.ETIMEDOUT
        : 'Mend the connection');
    throw new UserError(
      `${files.describe('backend.database.connection')}: PostgreSQL at ${nameOf(
        connection,
      )} cannot be reached: ${
        cause.message || cause.code
      }.\n${hint}, and start again.`,
    );
  }
  await client.end();
}

async function checkDatabase(files, config) {
  const key = 'backend.database';
  const client = readOr(files, `${key}.client`, () =>
    config.getString(`${key}.client`),
  );
  const connection = config.getOptional(`${key}.connection`);
  if (client === 'pg') return checkPostgres(files, connection);
  if (client === 'better-sqlite3') return undefined;
  throw new UserError(
    `${files.describe(
      `${key}.client`,
    )} is "${client}"; it must be better-sqlite3 (one process) or pg (PostgreSQL).`,
  );
}

/** The local folders that the policy is read from, and the key that names them. */
function policyFolders(files, config) {
  const sources = 'adaptiveDelivery.policy.sources';
  const items = readOr(files, sources, () =>
    config.getOptionalConfigArray(sources),
  );
  if (items?.length) {
    const folders = items.flatMap(
      item => item.getOptionalString('folder') ?? [],
    );
    return { key: sources, folders };
  }
  const key = 'adaptiveDelivery.policy.folders';
  return { key, folders: readOr(files, key, () => config.getStringArray(key)) };
}

async function checkPolicyFolders(files, config, base) {
  const { key, folders } = policyFolders(files, config);
  for (const folder of folders) {
    const place = path.resolve(base, 'packages', 'backend', folder);
    const found = await stat(place).catch(error => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (!found?.isDirectory()) {
      throw new UserError(
        `${files.describe(
          key,
        )}: there is no folder ${place}. Relative folders are relative to packages/backend.`,
      );
    }
  }
}

function checkUrl(files, config, key) {
  const value = readOr(files, key, () => config.getOptionalString(key));
  if (value === undefined) return;
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new UserError(
      `${files.describe(
        key,
      )} is "${value}"; it must be a URL that starts with http:// or https://.`,
    );
  }
}

/**
 * Finds, before anything is started, the faults of the configuration that
 * would otherwise come up deep inside of it.
 *
 * @throws UserError naming key, file and line, and what to do.
 */
export async function checkConfig(environment, folder = root) {
  const files = await readConfigFiles(folder, environment.BACKSTAGE_ENV);
  const config = await loadConfig(files, environment, folder);
  for (const key of [
    'app.baseUrl',
    'backend.baseUrl',
    'lab.url',
    'adaptiveDelivery.metrics.prometheus.url',
  ]) {
    checkUrl(files, config, key);
  }
  readOr(files, 'backend.listen.port', () =>
    config.getOptionalNumber('backend.listen.port'),
  );
  await checkPolicyFolders(files, config, folder);
  await checkDatabase(files, config);
}
