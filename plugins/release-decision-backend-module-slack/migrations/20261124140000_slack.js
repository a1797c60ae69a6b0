/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  // One row per message that shall be posted once; see PostStore.
  await knex.schema.createTable('slack_posts', table => {
    table.string('key', 120).primary();
    table.string('decision_id', 36).notNullable().index();
    table.string('channel', 30).notNullable();
    // Of the message; null until Slack is known to have it.
    table.string('ts', 30);
    // Of the decision, as the message shows it; -1 when that is not known.
    table.integer('revision').notNullable();
    table.integer('attempt').notNullable();
    // An earlier attempt may have posted it.
    table.boolean('uncertain').notNullable();
    table.bigInteger('first_tried_at').notNullable();
    table.bigInteger('claimed_until').notNullable();
  });

  // Interactions that were taken; each is taken once.
  await knex.schema.createTable('slack_interactions', table => {
    table.string('digest', 64).primary();
    table.bigInteger('forget_at').notNullable().index();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('slack_interactions');
  await knex.schema.dropTable('slack_posts');
};
