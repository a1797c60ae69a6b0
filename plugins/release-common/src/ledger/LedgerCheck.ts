import { parseWith } from '../contracts/parseContract';
import { canonicalJson } from '../json';
import {
  GENESIS_HASH,
  LedgerHead,
  LedgerRow,
  hashedTextOf,
  ledgerRow,
} from './ledgerRow';

/** Lower-case hex SHA-256 of UTF-8 text. */
export type Sha256 = (text: string) => string;

/** Where a ledger does not hold; `seq` is the first row that does not fit. */
export type LedgerFault = { seq: number; words: string };

/** A head that a signed root holds fast. */
export type AnchoredHead = LedgerHead & {
  /** Which root, in words, such as `root 12 of 2026-11-23T15:00:00Z`. */
  root: string;
};

/**
 * Checks a ledger row by row against its own chain and against anchored
 * heads, and keeps the first fault. The rows may come from a file of any size:
 * nothing is kept of them.
 */
export class LedgerCheck {
  private previous = GENESIS_HASH;
  private last = 0;
  private found: LedgerFault | null = null;
  private readonly anchors = new Map<number, AnchoredHead[]>();

  constructor(
    private readonly sha256: Sha256,
    anchors: readonly AnchoredHead[],
  ) {
    for (const anchor of anchors) {
      const others = this.anchors.get(anchor.seq) ?? [];
      this.anchors.set(anchor.seq, [...others, anchor]);
    }
  }

  /** Rows that were found to fit. */
  get rows(): number {
    return this.last;
  }

  get head(): LedgerHead {
    return { seq: this.last, hash: this.previous };
  }

  /** Takes the next row. @returns the first fault so far. */
  add(value: unknown): LedgerFault | null {
    if (this.found) return this.found;
    const seq = this.last + 1;
    const words = this.faultOf(value, seq);
    if (words) this.found = { seq, words };
    return this.found;
  }

  /** There are no more rows. @returns the first fault. */
  end(): LedgerFault | null {
    if (this.found) return this.found;
    const [anchor] = [...this.anchors.values()]
      .flat()
      .filter(({ seq }) => seq > this.last)
      .sort((a, b) => a.seq - b.seq);
    if (!anchor) return null;
    return {
      seq: this.last + 1,
      words: `rows are missing from the end: the ledger has ${this.last}, and ${anchor.root} saw ${anchor.seq}`,
    };
  }

  private faultOf(value: unknown, expected: number): string | undefined {
    let row: LedgerRow;
    try {
      row = parseWith(ledgerRow, `row ${expected}`, value);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ContractError') {
        throw error;
      }
      return `it is not a row of a ledger: ${error.message}`;
    }
    return this.chainFault(row, expected) ?? this.anchorFault(row);
  }

  private chainFault(row: LedgerRow, expected: number): string | undefined {
    if (row.seq !== expected) {
      return row.seq > expected
        ? `the row is missing: row ${row.seq} stands in its place`
        : `row ${row.seq} stands in its place, again or out of order`;
    }
    if (row.payload !== null) {
      const digest = this.digestOf(row.payload);
      if (digest !== row.payloadDigest) {
        return `its payload was altered: it has ${
          digest ?? 'no digest'
        }, the row says ${row.payloadDigest}`;
      }
    }
    if (row.previousHash !== this.previous) {
      return expected === 1
        ? 'it does not begin a chain: rows before it were cut off'
        : `it does not follow row ${expected - 1}: one of the two was replaced`;
    }
    const hash = this.sha256(hashedTextOf(row));
    if (hash !== row.hash) {
      return `it was altered: it hashes to ${hash}, the row says ${row.hash}`;
    }
    return undefined;
  }

  /** null for what has no canonical form, and so was never written. */
  private digestOf(payload: unknown): string | null {
    try {
      return this.sha256(canonicalJson(payload));
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    }
  }

  private anchorFault(row: LedgerRow): string | undefined {
    const other = this.anchors
      .get(row.seq)
      ?.find(anchor => anchor.hash !== row.hash);
    if (other) {
      return `it, or one before it, was rewritten together with all that follows: ${other.root} holds the hash ${other.hash}, the row has ${row.hash}`;
    }
    this.previous = row.hash;
    this.last = row.seq;
    return undefined;
  }
}
