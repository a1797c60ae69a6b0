const PAGE = 500;

/** As src/domain/repoKey.ts was when this was written; a test compares them. */
function repoKeyV1(url) {
  const text = url.trim().toLowerCase();
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//.exec(text);
  const rest = scheme
    ? text.slice(scheme[0].length)
    : text.replace(/^((?:[^@/:]+@)?[^/:]+):(?!\/)/, '$1/');
  return rest
    .replace(/[?#].*$/, '')
    .replace(/^[^@/]*@/, '')
    .replace(/^([^/]+):\d+(?=\/|$)/, '$1')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .slice(0, 400);
}

exports.repoKeyV1 = repoKeyV1;

/** Fills what new rows get when they are written. */
async function fill(knex) {
  let after = 0;
  for (;;) {
    const rows = await knex('decisions')
      .join('candidates', 'candidates.id', 'decisions.candidate_id')
      .where('decisions.seq', '>', after)
      .orderBy('decisions.seq')
      .limit(PAGE)
      .select('decisions.seq', 'decisions.decision', 'candidates.submission');
    for (const row of rows) {
      const decision = JSON.parse(row.decision);
      const { repo } = JSON.parse(row.submission).buildInfo;
      await knex('decisions')
        .where({ seq: row.seq })
        .update({
          risk_score: decision.riskScore,
          commit_id: decision.candidate.commit,
          repo_key: repoKeyV1(repo.url),
        });
    }
    if (rows.length < PAGE) return;
    after = rows[rows.length - 1].seq;
  }
}

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('decisions', table => {
    table.double('risk_score');
    table.string('commit_id', 64);
    // Host, owner and name, however the address was written.
    table.string('repo_key', 400);
    table.index(['commit_id', 'repo_key']);
  });
  await fill(knex);

  // Who wrote the change, for conditions on it; the names are in the candidate.
  await knex.schema.createTable('decision_authors', table => {
    table
      .string('decision_id', 36)
      .notNullable()
      .references('id')
      .inTable('decisions');
    table.string('email', 254).notNullable();
    table.primary(['decision_id', 'email']);
  });

  await knex.schema.alterTable('approvals', table => {
    // Where it was given, and the revision it answered.
    table.string('via', 40);
    table.integer('revision');
  });
};

/**
 * In plain SQL: on SQLite knex would make the table anew, which what refers to
 * it forbids.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('decision_authors');
  await knex.schema.alterTable('decisions', table => {
    table.dropIndex(['commit_id', 'repo_key']);
  });
  for (const [table, column] of [
    ['approvals', 'via'],
    ['approvals', 'revision'],
    ['decisions', 'risk_score'],
    ['decisions', 'commit_id'],
    ['decisions', 'repo_key'],
  ]) {
    await knex.raw('ALTER TABLE ?? DROP COLUMN ??', [table, column]);
  }
};
