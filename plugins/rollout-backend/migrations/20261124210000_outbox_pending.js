const {
  dropPendingOutboxIndexV1,
  indexPendingOutboxV1,
} = require('@adaptive-delivery/plugin-release-node');

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await indexPendingOutboxV1(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await dropPendingOutboxIndexV1(knex);
};
