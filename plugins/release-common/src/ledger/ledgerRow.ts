import { z } from 'zod';
import { sha256, utcTime } from '../contracts/primitives';
import { canonicalJson } from '../json';

/** What the first row of a ledger names as the hash of the row before. */
export const GENESIS_HASH = '0'.repeat(64);

/** One row of a ledger as `/v1/ledger` serves it. */
export const ledgerRow = z.strictObject({
  seq: z.int().min(1),
  at: utcTime,
  kind: z.string().max(100),
  subject: z.string().max(255),
  /** Of the payload's canonical form (RFC 8785). */
  payloadDigest: sha256,
  /** null when retention removed it; the digest stays. */
  payload: z.unknown(),
  previousHash: sha256,
  hash: sha256,
});
export type LedgerRow = z.infer<typeof ledgerRow>;

/** Answer of `GET /v1/ledger/head`; seq 0 for a ledger without rows. */
export const ledgerHead = z.strictObject({ seq: z.int().min(0), hash: sha256 });
export type LedgerHead = z.infer<typeof ledgerHead>;

/** The text whose SHA-256 is the row's hash. */
export function hashedTextOf(row: Omit<LedgerRow, 'hash' | 'payload'>): string {
  const { seq, at, kind, subject, payloadDigest, previousHash } = row;
  return canonicalJson({
    seq,
    at,
    kind,
    subject,
    payloadDigest,
    previousHash,
  });
}
