import {
  GENESIS_HASH,
  LedgerRow,
  RootHead,
  STATEMENT_PAYLOAD_TYPE,
  StatementKind,
  StatementLink,
  VerificationKey,
  canonicalJson,
  createStatement,
  encodeBase64,
  hashedTextOf,
  pae,
  predicateTypeOf,
} from '@adaptive-delivery/plugin-release-common';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LEDGERS, ROOTS_FILE, ledgerFileOf } from '../evidence/ledgers';

const sha256Of = (text: string) =>
  createHash('sha256').update(text).digest('hex');

/** A key of a portal, as `GET /v1/keys` shows it, that can sign. */
export class TestKey {
  private readonly pair = generateKeyPairSync('ed25519');

  constructor(readonly keyId: string) {}

  shown(change: Partial<VerificationKey> = {}): VerificationKey {
    return {
      keyId: this.keyId,
      algorithm: 'ed25519',
      publicKey: this.pair.publicKey
        .export({ type: 'spki', format: 'pem' })
        .toString(),
      status: 'current',
      notBefore: null,
      notAfter: null,
      ...change,
    };
  }

  /** Signs a statement, as an envelope and what others call it by. */
  statement(options: {
    kind: StatementKind;
    at: string;
    content: Record<string, unknown>;
    previous?: StatementLink[];
    sha256?: string;
  }) {
    const { kind, at, content, previous = [] } = options;
    const digest = options.sha256 ?? 'a'.repeat(64);
    const payload = canonicalJson(
      createStatement({
        kind,
        subject: [{ name: 'payments.deb', sha256: digest }],
        signedAt: new Date(at),
        previous,
        content,
      }),
    );
    const bytes = new TextEncoder().encode(payload);
    const message = pae(STATEMENT_PAYLOAD_TYPE, bytes);
    return {
      envelope: {
        payload: encodeBase64(bytes),
        payloadType: STATEMENT_PAYLOAD_TYPE,
        signatures: [
          {
            keyid: this.keyId,
            sig: encodeBase64(sign(null, message, this.pair.privateKey)),
          },
        ],
      },
      link: { predicateType: predicateTypeOf(kind), sha256: sha256Of(payload) },
    };
  }
}

export const timeOf = (day: number) =>
  new Date(Date.UTC(2026, 10, day)).toISOString();

/** Rows of a ledger in a chain that fits. */
export function chainOf(count: number, what = 'as it was'): LedgerRow[] {
  const rows: LedgerRow[] = [];
  for (let seq = 1; seq <= count; seq++) {
    const payload = { what, seq };
    const row = {
      seq,
      at: timeOf(1),
      kind: 'decision.queued',
      subject: `subject-${seq}`,
      payloadDigest: sha256Of(canonicalJson(payload)),
      previousHash: rows.at(-1)?.hash ?? GENESIS_HASH,
    };
    rows.push({ ...row, payload, hash: sha256Of(hashedTextOf(row)) });
  }
  return rows;
}

type Ledgers = Record<string, LedgerRow[]>;

/** What a portal exports, as values that a test may change before they are written. */
export class TestExport {
  readonly ledgers: Ledgers = Object.fromEntries(
    LEDGERS.map(({ plugin }) => [plugin, chainOf(5)]),
  );
  readonly roots: unknown[] = [];
  private previous: StatementLink[] = [];

  /** Signs the heads after so many rows of each ledger. */
  root(key: TestKey, rows: number, day = this.roots.length + 1): this {
    const heads: RootHead[] = Object.entries(this.ledgers).map(
      ([plugin, ledger]) => ({
        plugin,
        seq: rows,
        hash: ledger[rows - 1].hash,
      }),
    );
    const { envelope, link } = key.statement({
      kind: 'ledger-root',
      at: timeOf(day),
      content: {
        number: this.roots.length + 1,
        at: timeOf(day),
        heads,
        missing: [],
      },
      previous: this.previous,
    });
    this.previous = [link];
    this.roots.push(envelope);
    return this;
  }

  async write(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    const lines = (values: unknown[]) =>
      values.map(value => `${JSON.stringify(value)}\n`).join('');
    await writeFile(path.join(folder, ROOTS_FILE), lines(this.roots));
    for (const [plugin, rows] of Object.entries(this.ledgers)) {
      await writeFile(path.join(folder, ledgerFileOf(plugin)), lines(rows));
    }
  }
}
