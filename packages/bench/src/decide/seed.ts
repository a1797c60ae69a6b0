import { Knex } from 'knex';
import { COMPONENTS, componentName } from './submissions';

const BATCH = 20_000;

type Row = Record<string, unknown>;

const PREFIX = '00000000-0000-4000-8000-';

const uuidOf = (n: number) => `${PREFIX}${n.toString(16).padStart(12, '0')}`;

/**
 * Copies one decision many times, under ids of their own, over all components:
 * rows as large as real ones, made by the database itself.
 */
export async function seedDecisions(
  knex: Knex,
  options: { templateId: string; from: number; to: number },
): Promise<void> {
  const { templateId, to } = options;
  const decision: Row = await knex('decisions')
    .where({ id: templateId })
    .first();
  const candidate: Row = await knex('candidates')
    .where({ id: decision.candidate_id })
    .first();
  for (let start = options.from; start < to; start += BATCH) {
    const end = Math.min(to, start + BATCH);
    const range = { start, end };
    await knex.transaction(async trx => {
      await copy(trx, 'candidates', candidate, range, [
        'id',
        'build_id',
        'component',
      ]);
      await copy(trx, 'decisions', decision, range, [
        'id',
        'candidate_id',
        'component',
      ]);
      await trx('decision_components').insert(
        trx('decisions')
          .whereBetween('id', [uuidOf(start), uuidOf(end - 1)])
          .select({
            component: 'component',
            decision_seq: 'seq',
            environment: 'environment',
            state: 'state',
          }),
      );
    });
  }
}

const isPostgres = (knex: Knex) => knex.client.config.client === 'pg';

/** `uuidOf` in SQL. */
function idOf(knex: Knex): string {
  return isPostgres(knex)
    ? `'${PREFIX}' || lpad(to_hex(n), 12, '0')`
    : `'${PREFIX}' || printf('%012x', n)`;
}

function componentOf(knex: Knex): string {
  const prefix = componentName(0).replace(/\d+$/, '');
  const number = `n % ${COMPONENTS}`;
  return isPostgres(knex)
    ? `'component:default/${prefix}' || lpad((${number})::text, 2, '0')`
    : `'component:default/${prefix}' || printf('%02d', ${number})`;
}

async function copy(
  trx: Knex.Transaction,
  table: string,
  template: Row,
  range: { start: number; end: number },
  own: string[],
): Promise<void> {
  const expressions: Record<string, string> = {
    id: idOf(trx),
    candidate_id: idOf(trx),
    component: componentOf(trx),
    build_id: `'seeded-' || n`,
  };
  const columns = Object.keys(template).filter(name => name !== 'seq');
  const values = columns.map(name =>
    own.includes(name)
      ? expressions[name]
      : `(select ${trx.ref(name)} from ${trx.ref(table)} where id = ?)`,
  );
  const bindings = columns.flatMap(name =>
    own.includes(name) ? [] : [String(template.id)],
  );
  const numbers = isPostgres(trx)
    ? 'generate_series(?::int, ?::int) as numbers(n)'
    : '(with recursive numbers(n) as (select ? union all select n + 1 from numbers where n < ?) select n from numbers)';
  await trx.raw(
    `insert into ${trx.ref(table)} (${columns
      .map(name => trx.ref(name))
      .join(', ')}) select ${values.join(', ')} from ${numbers}`,
    [...bindings, range.start, range.end - 1],
  );
}
