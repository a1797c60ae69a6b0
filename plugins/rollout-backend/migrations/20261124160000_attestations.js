const {
  createAttestedUpToTableV1,
  createStatementTableV1,
  letLedgerChangeV1,
  makeLedgerAppendOnlyV1,
} = require('@adaptive-delivery/plugin-release-node');

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await makeLedgerAppendOnlyV1(knex);
  await createStatementTableV1(knex);
  await createAttestedUpToTableV1(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('attested_up_to');
  await knex.schema.dropTable('signed_statement');
  await letLedgerChangeV1(knex);
};
