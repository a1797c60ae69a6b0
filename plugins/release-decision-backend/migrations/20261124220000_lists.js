/**
 * A page of any list, and what a submission looks up, read their own rows and
 * nothing else, however many decisions there are.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('decisions', table => {
    table.index(['state', 'seq']);
    table.index(['environment', 'seq']);
    table.index(['environment', 'state', 'seq']);
  });
  await knex.schema.alterTable('decision_components', table => {
    // The decision's own, so that an index can hold both.
    table.string('state', 40).notNullable().defaultTo('');
  });
  await knex('decision_components').update({
    state: knex('decisions')
      .select('decisions.state')
      .where('decisions.seq', knex.ref('decision_components.decision_seq')),
  });
  await knex.schema.alterTable('decision_components', table => {
    table.index(['component', 'state', 'decision_seq']);
    table.index(['component', 'environment', 'state', 'decision_seq']);
  });
};

/**
 * In plain SQL: on SQLite knex would make the table anew.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('decision_components', table => {
    table.dropIndex(['component', 'state', 'decision_seq']);
    table.dropIndex(['component', 'environment', 'state', 'decision_seq']);
  });
  await knex.raw('ALTER TABLE ?? DROP COLUMN ??', [
    'decision_components',
    'state',
  ]);
  await knex.schema.alterTable('decisions', table => {
    table.dropIndex(['state', 'seq']);
    table.dropIndex(['environment', 'seq']);
    table.dropIndex(['environment', 'state', 'seq']);
  });
};
