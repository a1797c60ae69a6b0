/**
 * The files of each Git source of the policy as they were last in force.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('kept_policies', table => {
    table.string('source_id', 64).primary();
    table.string('commit_id', 64).notNullable();
    table.text('files', 'longtext').notNullable();
    table.string('loaded_at', 40).notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('kept_policies');
};
