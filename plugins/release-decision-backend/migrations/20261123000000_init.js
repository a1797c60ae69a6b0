const {
  createLedgerTablesV1,
  createOutboxTableV1,
} = require('@adaptive-delivery/plugin-release-node');

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await createLedgerTablesV1(knex);
  await createOutboxTableV1(knex);

  // One row per component and environment; locked by whoever opens a decision.
  await knex.schema.createTable('lanes', table => {
    table.string('component', 200).notNullable();
    table.string('environment', 63).notNullable();
    table.primary(['component', 'environment']);
  });

  await knex.schema.createTable('candidates', table => {
    table.string('id', 36).primary();
    table.string('component', 200).notNullable();
    table.string('build_id', 120).notNullable();
    table.string('environment', 63).notNullable();
    table.string('content_digest', 64).notNullable();
    table.text('submission').notNullable();
    table.string('submitted_by', 255).notNullable();
    table.string('submitted_at', 40).notNullable();
    table.unique(['component', 'build_id', 'environment']);
  });

  await knex.schema.createTable('decisions', table => {
    table.increments('seq');
    table.string('id', 36).notNullable().unique();
    table
      .string('candidate_id', 36)
      .notNullable()
      .unique()
      .references('id')
      .inTable('candidates');
    table.string('component', 200).notNullable();
    table.string('environment', 63).notNullable();
    table.string('state', 40).notNullable();
    table.text('state_reason').notNullable();
    table.integer('revision').notNullable();
    table.text('decision').notNullable();
    table.string('created_at', 40).notNullable();
    table.string('updated_at', 40).notNullable();
    table.string('expires_at', 40);
    // Told to those who can approve; the attempts bound how often it is tried.
    table.string('noticed_at', 40);
    table.integer('notice_attempts').notNullable().defaultTo(0);
    table.index(['component', 'environment', 'seq']);
    table.index(['state', 'expires_at']);
  });

  await knex.schema.createTable('approvals', table => {
    table.increments('id');
    table
      .string('decision_id', 36)
      .notNullable()
      .references('id')
      .inTable('decisions');
    table.string('role', 20).notNullable();
    table.string('decision', 20).notNullable();
    table.string('by', 200).notNullable();
    table.text('reason').notNullable();
    table.string('at', 40).notNullable();
    table.unique(['decision_id', 'role', 'decision']);
  });

  await knex.schema.createTable('rollout_reports', table => {
    table.increments('id');
    table.string('key', 200).notNullable().unique();
    table
      .string('decision_id', 36)
      .notNullable()
      .references('id')
      .inTable('decisions')
      .index();
    table.string('rollout_id', 36).notNullable();
    table.string('kind', 20).notNullable();
    table.text('words').notNullable();
    table.string('at', 40).notNullable();
  });

  await knex.schema.createTable('quarantine', table => {
    table.increments('id');
    table.string('key', 200).notNullable();
    table.string('sha256', 64).notNullable().index();
    table.string('component', 200).notNullable();
    table.text('reason').notNullable();
    table.string('since', 40).notNullable();
    table.string('until', 40).notNullable();
    table.string('incident_id', 36);
    table.string('by', 200).notNullable();
    table.string('lifted_at', 40);
    table.string('lifted_by', 200);
    table.text('lift_reason');
    table.unique(['key', 'sha256']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of [
    'quarantine',
    'rollout_reports',
    'approvals',
    'decisions',
    'candidates',
    'lanes',
    'outbox',
    'ledger_head',
    'ledger',
  ]) {
    await knex.schema.dropTable(name);
  }
};
