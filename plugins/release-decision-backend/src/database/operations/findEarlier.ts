import { Knex } from 'knex';
import { EarlierDecision } from '../../domain';
import { DecisionRow } from '../rows';

type Build = { component: string; buildId: string };

type EarlierRow = Pick<
  DecisionRow,
  'id' | 'state' | 'state_reason' | 'release_after' | 'decision'
> & { of_component: string; of_build: string };

/** More pairs than this do not fit into one question to the database. */
const BATCH = 100;

const columns = [
  'decisions.id',
  'decisions.state',
  'decisions.state_reason',
  'decisions.release_after',
  'decisions.decision',
];

const toEarlier = (
  row: EarlierRow,
  bundle: string | null,
): EarlierDecision => ({
  component: row.of_component,
  buildId: row.of_build,
  decisionId: row.id,
  state: row.state,
  stateReason: row.state_reason,
  isHeld: row.state === 'queued' && row.release_after !== null,
  bundle,
});

const bundleName = ({ decision }: EarlierRow): string =>
  JSON.parse(decision).candidate.manifest.name;

/** @param query - joins `decisions` to the table that names the builds */
async function findAbout(
  query: (table: string) => Knex.QueryBuilder,
  table: 'candidates' | 'bundle_parts',
  builds: readonly Build[],
  environment: string,
): Promise<EarlierRow[]> {
  const found: EarlierRow[] = [];
  for (let start = 0; start < builds.length; start += BATCH) {
    found.push(
      ...(await query(table)
        .where(`${table}.environment`, environment)
        .whereIn(
          [`${table}.component`, `${table}.build_id`],
          builds
            .slice(start, start + BATCH)
            .map(({ component, buildId }) => [component, buildId]),
        )
        .orderBy('decisions.seq')
        .select(...columns, {
          of_component: `${table}.component`,
          of_build: `${table}.build_id`,
        })),
    );
  }
  return found;
}

/** Decisions about these builds alone, oldest first. */
export async function findDecidedAlone(
  knex: Knex,
  builds: readonly Build[],
  environment: string,
): Promise<EarlierDecision[]> {
  const rows = await findAbout(
    table =>
      knex(table).join('decisions', 'decisions.candidate_id', 'candidates.id'),
    'candidates',
    builds,
    environment,
  );
  return rows.map(row => toEarlier(row, null));
}

/** Decisions about bundles with these builds, oldest first. */
export async function findDecidedInBundles(
  knex: Knex,
  builds: readonly Build[],
  environment: string,
): Promise<EarlierDecision[]> {
  const rows = await findAbout(
    table =>
      knex(table).join('decisions', 'decisions.id', 'bundle_parts.decision_id'),
    'bundle_parts',
    builds,
    environment,
  );
  return rows.map(row => toEarlier(row, bundleName(row)));
}
