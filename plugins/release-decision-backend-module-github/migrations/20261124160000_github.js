/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  // One row per decision and commit that it is shown on; see CheckStore.
  await knex.schema.createTable('github_checks', table => {
    table.string('decision_id', 36).notNullable();
    // owner/name in lower case
    table.string('repository', 210).notNullable();
    table.string('commit_id', 64).notNullable();
    // Null while it is to be looked up before another one is created.
    table.bigInteger('check_run_id');
    table.boolean('completed').notNullable();
    // Of the decision, as the check shows it; -1 when that is not known.
    table.integer('revision').notNullable();
    table.primary(['decision_id', 'repository', 'commit_id']);
    table.index(['repository', 'decision_id']);
  });

  // Deployments that GitHub asked about; see ProtectionStore.
  await knex.schema.createTable('github_protections', table => {
    table.string('id', 64).primary();
    table.string('owner', 100).notNullable();
    table.string('name', 100).notNullable();
    table.string('repository', 210).notNullable();
    table.bigInteger('run_id').notNullable();
    table.string('github_environment', 300).notNullable();
    table.string('environment', 300).notNullable();
    table.string('commit_id', 64).notNullable();
    // waiting, approved, rejected, gone
    table.string('state', 20).notNullable();
    // Progress reports sent, or perhaps sent, and the digest of the last one.
    table.integer('told_count').notNullable();
    table.string('told', 64);
    table.integer('failures').notNullable();
    table.bigInteger('requested_at').notNullable();
    table.bigInteger('due_at').notNullable();
    table.bigInteger('claimed_until').notNullable();
    table.index(['state', 'due_at']);
    table.index(['repository', 'commit_id']);
  });

  // Webhooks that were taken; each is taken once.
  await knex.schema.createTable('github_deliveries', table => {
    table.string('digest', 64).primary();
    table.bigInteger('forget_at').notNullable().index();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('github_deliveries');
  await knex.schema.dropTable('github_protections');
  await knex.schema.dropTable('github_checks');
};
