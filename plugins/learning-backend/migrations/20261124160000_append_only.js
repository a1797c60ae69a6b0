const {
  letLedgerChangeV1,
  makeLedgerAppendOnlyV1,
} = require('@adaptive-delivery/plugin-release-node');

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await makeLedgerAppendOnlyV1(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await letLedgerChangeV1(knex);
};
