import { Knex } from 'knex';
import { isPostgres } from '../database';

const sqlite = [
  `CREATE TRIGGER ledger_insert BEFORE INSERT ON ledger
   WHEN NOT EXISTS (
     SELECT 1 FROM ledger_head
     WHERE NEW.seq = seq + 1 AND NEW.previous_hash = hash
   )
   BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a row has to continue its head'); END`,
  `CREATE TRIGGER ledger_update BEFORE UPDATE ON ledger
   WHEN NEW.payload IS NOT NULL
     OR NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at
     OR NEW.kind IS NOT OLD.kind OR NEW.subject IS NOT OLD.subject
     OR NEW.payload_digest IS NOT OLD.payload_digest
     OR NEW.previous_hash IS NOT OLD.previous_hash OR NEW.hash IS NOT OLD.hash
   BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: only a payload may be removed'); END`,
  `CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger
   BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: rows stay'); END`,
  `CREATE TRIGGER ledger_head_insert BEFORE INSERT ON ledger_head
   BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: it has one head'); END`,
  `CREATE TRIGGER ledger_head_update BEFORE UPDATE ON ledger_head
   WHEN NOT EXISTS (
     SELECT 1 FROM ledger
     WHERE seq = NEW.seq AND hash = NEW.hash AND NEW.seq = OLD.seq + 1
   )
   BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: its head moves on by one row'); END`,
  `CREATE TRIGGER ledger_head_delete BEFORE DELETE ON ledger_head
   BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: its head stays'); END`,
];

const postgres = [
  `CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'ledger' THEN
       IF EXISTS (
         SELECT 1 FROM ledger_head
         WHERE NEW.seq = seq + 1 AND NEW.previous_hash = hash
       ) THEN RETURN NEW; END IF;
       RAISE 'the ledger is append-only: a row has to continue its head';
     ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'ledger' THEN
       IF NEW.payload IS NULL
         AND (NEW.seq, NEW.at, NEW.kind, NEW.subject, NEW.payload_digest, NEW.previous_hash, NEW.hash)
           = (OLD.seq, OLD.at, OLD.kind, OLD.subject, OLD.payload_digest, OLD.previous_hash, OLD.hash)
       THEN RETURN NEW; END IF;
       RAISE 'the ledger is append-only: only a payload may be removed';
     ELSIF TG_OP = 'UPDATE' THEN
       IF EXISTS (
         SELECT 1 FROM ledger
         WHERE seq = NEW.seq AND hash = NEW.hash AND NEW.seq = OLD.seq + 1
       ) THEN RETURN NEW; END IF;
       RAISE 'the ledger is append-only: its head moves on by one row';
     END IF;
     RAISE 'the ledger is append-only: % has what it has', TG_TABLE_NAME;
   END $$`,
  `CREATE TRIGGER ledger_rows BEFORE INSERT OR UPDATE OR DELETE ON ledger
   FOR EACH ROW EXECUTE FUNCTION ledger_append_only()`,
  `CREATE TRIGGER ledger_truncate BEFORE TRUNCATE ON ledger
   FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()`,
  `CREATE TRIGGER ledger_head_rows BEFORE INSERT OR UPDATE OR DELETE ON ledger_head
   FOR EACH ROW EXECUTE FUNCTION ledger_append_only()`,
  `CREATE TRIGGER ledger_head_truncate BEFORE TRUNCATE ON ledger_head
   FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()`,
];

/**
 * Has the database itself refuse what an append-only ledger does not do: rows
 * are only added, one behind the other, and stay. One change is let through,
 * for retention: `payload` may become null, as its digest stays in the row.
 *
 * Whoever may drop a trigger gets around it; the signed roots are for them.
 * Frozen as first released.
 */
export async function makeLedgerAppendOnlyV1(knex: Knex): Promise<void> {
  for (const sql of isPostgres(knex) ? postgres : sqlite) await knex.raw(sql);
}

/** Takes away what `makeLedgerAppendOnlyV1` put in place. */
export async function letLedgerChangeV1(knex: Knex): Promise<void> {
  if (isPostgres(knex)) {
    await knex.raw('DROP FUNCTION ledger_append_only() CASCADE');
    return;
  }
  for (const sql of sqlite) {
    const [, name] = /CREATE TRIGGER (\w+)/.exec(sql) ?? [];
    await knex.raw(`DROP TRIGGER ${name}`);
  }
}
