const {
  createLedgerTablesV1,
} = require('@adaptive-delivery/plugin-release-node');

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await createLedgerTablesV1(knex);

  // One row per decision, with what came of it once that is known.
  await knex.schema.createTable('examples', table => {
    table.string('decision_id', 36).primary();
    table.string('policy_digest', 64).notNullable();
    table.string('policy_version', 100).notNullable();
    table.string('band', 20).notNullable();
    table.string('decided_at', 40).notNullable();
    table.text('decision').notNullable();
    table.string('outcome_kind', 40);
    table.string('outcome_at', 40);
    table.text('outcome_words');
    table.index(['policy_digest', 'decided_at']);
    table.index(['band', 'outcome_kind']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('examples');
  await knex.schema.dropTable('ledger_head');
  await knex.schema.dropTable('ledger');
};
