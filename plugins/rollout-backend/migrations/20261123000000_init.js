const {
  createLedgerTablesV1,
  createOutboxTableV1,
} = require('@adaptive-delivery/plugin-release-node');

/**
 * Times are milliseconds since 1970: domain time, except `lease_until` and the
 * `due_at` of notices and outbox, which are the database's own.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('rollout', table => {
    table.increments('seq').comment('order of arrival, which is the queue');
    table.string('id', 36).notNullable().unique();
    table.string('decision_id', 36).notNullable();
    table.string('entity_ref', 200).notNullable();
    table.string('environment', 63).notNullable();
    table.string('target', 200).notNullable();
    table.string('state', 20).notNullable();
    table.text('state_reason').notNullable();
    table.string('paused_from', 20);
    table.text('candidate').notNullable();
    table.text('plan').notNullable();
    table.integer('step_index').notNullable();
    table.integer('look').notNullable();
    table.integer('look_base').notNullable();
    table.double('percent').notNullable();
    table.text('stable');
    table.boolean('simulated').notNullable();
    table.text('hold');
    table.integer('rollback_attempt').notNullable();
    table.bigInteger('seen_epoch').notNullable();
    table
      .bigInteger('epoch')
      .notNullable()
      .comment('of the claim that may write this row');
    table.bigInteger('due_at').index();
    table.bigInteger('step_started_at');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('started_at');
    table.bigInteger('finished_at');
    table.unique(['decision_id', 'target']);
    table.index(['entity_ref', 'seq']);
    table.index(['target', 'state']);
  });
  await knex.schema.createTable('target_lock', table => {
    table.string('target', 200).primary();
    table.bigInteger('epoch').notNullable();
    table
      .string('rollout_id', 36)
      .comment('whose the target is; null when it is free');
    table
      .bigInteger('lease_until')
      .notNullable()
      .comment('a worker has it until then; 0 when none has');
  });
  await knex.schema.createTable('rollout_step', table => {
    table.string('rollout_id', 36).notNullable();
    table.string('name', 100).notNullable();
    table.string('key', 200).notNullable();
    table.bigInteger('epoch').notNullable();
    table.integer('attempt').notNullable();
    table.text('intent').notNullable();
    table.bigInteger('intended_at').notNullable();
    table.text('outcome');
    table.bigInteger('done_at');
    table.primary(['rollout_id', 'name']);
    table.foreign('rollout_id').references('rollout.id');
  });
  await knex.schema.createTable('rollout_event', table => {
    table.increments('seq');
    table.string('rollout_id', 36).notNullable().index();
    table.string('kind', 30).notNullable();
    table.text('body').notNullable();
    table.foreign('rollout_id').references('rollout.id');
  });
  await knex.schema.createTable('incident', table => {
    table.increments('seq');
    table.string('id', 36).notNullable().unique();
    table.string('rollout_id', 36).notNullable().unique();
    table.string('entity_ref', 200).notNullable();
    table.text('record').notNullable();
    table.foreign('rollout_id').references('rollout.id');
    table.index(['entity_ref', 'seq']);
  });
  await knex.schema.createTable('quarantine', table => {
    table.string('sha256', 64).primary();
    table.string('component', 200).notNullable();
    table.text('reason').notNullable();
    table.bigInteger('since').notNullable();
    table.bigInteger('until').notNullable();
    table.string('incident_id', 36);
    table
      .string('told_as', 255)
      .notNullable()
      .comment('key of the message that tells decide');
  });
  await knex.schema.createTable('notice', table => {
    table.increments('seq');
    table.string('key', 200).notNullable();
    table.string('channel', 100).notNullable();
    table.string('rollout_id', 36).notNullable();
    table.string('incident_id', 36).index();
    table.text('body').notNullable();
    table.integer('attempts').notNullable();
    table.bigInteger('due_at').notNullable();
    table.bigInteger('delivered_at').comment('domain time');
    table.text('last_error');
    table.unique(['key', 'channel']);
    table.index(['delivered_at', 'due_at']);
  });
  await createLedgerTablesV1(knex);
  await createOutboxTableV1(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'outbox',
    'ledger_head',
    'ledger',
    'notice',
    'quarantine',
    'incident',
    'rollout_event',
    'rollout_step',
    'target_lock',
    'rollout',
  ]) {
    await knex.schema.dropTable(table);
  }
};
