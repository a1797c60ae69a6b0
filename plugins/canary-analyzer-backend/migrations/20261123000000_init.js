const {
  createLedgerTablesV1,
} = require('@adaptive-delivery/plugin-release-node');

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await createLedgerTablesV1(knex);

  // One row per look of a rollout; written once, never changed.
  await knex.schema.createTable('verdicts', table => {
    table.increments('seq');
    table.string('verdict_id', 36).notNullable().unique();
    table.string('rollout_id', 36).notNullable();
    table.integer('step').notNullable();
    table.integer('look').notNullable();
    table.string('request_digest', 64).notNullable();
    table.text('verdict').notNullable();
    table.unique(['rollout_id', 'step', 'look']);
    table.index(['rollout_id', 'seq']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('verdicts');
  await knex.schema.dropTable('ledger_head');
  await knex.schema.dropTable('ledger');
};
