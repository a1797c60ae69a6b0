const PAGE = 1000;

/** Every decision there is was about one component. */
async function fill(knex) {
  let after = 0;
  for (;;) {
    const rows = await knex('decisions')
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(PAGE)
      .select('seq', 'component', 'environment');
    if (rows.length > 0) {
      await knex.batchInsert(
        'decision_components',
        rows.map(({ seq, component, environment }) => ({
          decision_seq: seq,
          component,
          environment,
        })),
        100,
      );
    }
    if (rows.length < PAGE) return;
    after = rows[rows.length - 1].seq;
  }
}

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  // Under which entities a decision is found: of a bundle the bundle's own and
  // those of its parts, of a build its component. Both indexes end in the order
  // of a list, so that a page of it is read and nothing else.
  await knex.schema.createTable('decision_components', table => {
    table.string('component', 200).notNullable();
    table
      .integer('decision_seq')
      .unsigned()
      .notNullable()
      .references('seq')
      .inTable('decisions');
    table.string('environment', 63).notNullable();
    table.primary(['decision_seq', 'component']);
    table.index(['component', 'decision_seq']);
    table.index(['component', 'environment', 'decision_seq']);
  });
  await fill(knex);

  // The builds of bundles; a build that is released alone is a candidate.
  await knex.schema.createTable('bundle_parts', table => {
    table
      .string('decision_id', 36)
      .notNullable()
      .references('id')
      .inTable('decisions');
    table.string('component', 200).notNullable();
    table.string('build_id', 120).notNullable();
    table.string('environment', 63).notNullable();
    table.string('commit_id', 64).notNullable();
    table.string('repo_key', 400).notNullable();
    table.primary(['decision_id', 'component']);
    table.index(['component', 'build_id', 'environment']);
    table.index(['commit_id', 'repo_key']);
  });

  await knex.schema.alterTable('approvals', table => {
    // Whose owner answered, in a bundle; empty for the whole.
    table.string('component', 200).notNullable().defaultTo('');
    table.dropUnique(['decision_id', 'role', 'decision']);
    table.unique(['decision_id', 'role', 'component', 'decision']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('approvals', table => {
    table.dropUnique(['decision_id', 'role', 'component', 'decision']);
    table.unique(['decision_id', 'role', 'decision']);
    table.dropColumn('component');
  });
  await knex.schema.dropTable('bundle_parts');
  await knex.schema.dropTable('decision_components');
};
