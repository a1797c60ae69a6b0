import { Knex } from 'knex';

/** Id of the decision whose release a component has in an environment; null when none was promoted. */
export async function findLastPromoted(
  knex: Knex,
  of: { component: string; environment: string },
): Promise<string | null> {
  const row: { id: string } | undefined = await knex('decisions')
    .join('decision_components as about', 'about.decision_seq', 'decisions.seq')
    .where({
      'about.component': of.component,
      'about.environment': of.environment,
      'decisions.state': 'promoted',
    })
    .orderBy([
      { column: 'decisions.updated_at', order: 'desc' },
      { column: 'decisions.seq', order: 'desc' },
    ])
    .first('decisions.id');
  return row?.id ?? null;
}
