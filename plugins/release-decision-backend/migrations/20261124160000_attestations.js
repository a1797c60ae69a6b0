const {
  createStatementTableV1,
  letLedgerChangeV1,
  makeLedgerAppendOnlyV1,
} = require('@adaptive-delivery/plugin-release-node');

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await makeLedgerAppendOnlyV1(knex);
  await createStatementTableV1(knex);

  // One row per signed root of the ledgers.
  await knex.schema.createTable('ledger_root', table => {
    table.integer('number').primary();
    table.string('sha256', 64).notNullable().unique();
    table.text('payload').notNullable();
    table.text('signatures').notNullable();
    table.string('at', 40).notNullable();
    // How often and when it was written outside of the database.
    table.string('anchored_at', 40);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('ledger_root');
  await knex.schema.dropTable('signed_statement');
  await letLedgerChangeV1(knex);
};
