/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('decisions', table => {
    // While it is set a queued decision waits for the end of a freeze window.
    table.string('release_after', 40);
    // JSON of the FreezeOverride by which a person released it before.
    table.text('freeze_override');
    table.index(['state', 'release_after']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('decisions', table => {
    table.dropIndex(['state', 'release_after']);
    table.dropColumn('freeze_override');
    table.dropColumn('release_after');
  });
};
