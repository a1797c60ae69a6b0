import {
  AnchoredHead,
  LedgerCheck,
  LedgerFault,
  LedgerRoot,
  RootFault,
  VerificationKey,
  VerifiedRoot,
  compareWithAnchor,
  nameOfRoot,
  verifyRoots,
} from '@adaptive-delivery/plugin-release-common';
import { createHash } from 'node:crypto';
import { LEDGERS } from './ledgers';

export type Anchored = { name: string; envelopes: readonly unknown[] };

export type LedgerReport = {
  ledger: string;
  rows: number;
  /** Rows up to this one are held fast by a signed root; null for none. */
  heldUpTo: number | null;
  fault: LedgerFault | null;
};

export type EvidenceReport = {
  holds: boolean;
  ledgers: LedgerReport[];
  /** Roots of the portal and of each anchor that were believed. */
  roots: Array<{ of: string; count: number; fault: RootFault | null }>;
  /** What the roots themselves say was missing when they were signed. */
  notices: string[];
};

const sha256 = (text: string) =>
  createHash('sha256').update(text).digest('hex');

/** Every head that any believed root holds of a ledger. */
function headsOf(roots: readonly VerifiedRoot[], ledger: string) {
  const heads = new Map<string, AnchoredHead>();
  for (const root of roots) {
    const head = root.heads.find(item => item.plugin === ledger);
    if (head && head.seq > 0) {
      const { seq, hash } = head;
      const key = `${seq} ${hash}`;
      if (!heads.has(key))
        heads.set(key, { seq, hash, root: nameOfRoot(root) });
    }
  }
  return [...heads.values()];
}

/** Each missing ledger once per stretch of roots that name it for the same reason. */
function noticesOf(roots: readonly LedgerRoot[]): string[] {
  const last = new Map<string, string>();
  return roots.flatMap(root => {
    const missing = new Map(
      root.missing.map(item => [item.plugin, item.words]),
    );
    const news = root.missing.filter(
      item => last.get(item.plugin) !== item.words,
    );
    last.clear();
    missing.forEach((words, plugin) => last.set(plugin, words));
    return news.map(
      ({ plugin, words }) =>
        `${nameOfRoot(root)} is without the ledger of ${plugin}: ${words}`,
    );
  });
}

async function checkLedger(
  ledger: string,
  roots: readonly VerifiedRoot[],
  rows: AsyncIterable<unknown>,
): Promise<LedgerReport> {
  const heads = headsOf(roots, ledger);
  const check = new LedgerCheck(sha256, heads);
  for await (const row of rows) {
    if (check.add(row)) break;
  }
  const fault = check.end();
  const held = heads.filter(({ seq }) => seq <= check.rows);
  return {
    ledger,
    rows: check.rows,
    heldUpTo: held.length > 0 ? Math.max(...held.map(({ seq }) => seq)) : null,
    fault,
  };
}

/**
 * Checks ledgers against their own chains and against signed roots, those of
 * the portal and those anchored outside of it.
 */
export async function checkEvidence(options: {
  keys: readonly VerificationKey[];
  roots: readonly unknown[];
  anchors: readonly Anchored[];
  rowsOf: (ledger: string) => AsyncIterable<unknown>;
}): Promise<EvidenceReport> {
  const { keys, anchors, rowsOf } = options;
  const own = await verifyRoots(options.roots, keys);
  const kept = await Promise.all(
    anchors.map(async ({ name, envelopes }) => ({
      name,
      ...(await verifyRoots(envelopes, keys)),
    })),
  );
  const anchored = kept.flatMap(({ roots }) => roots);
  const roots = [
    {
      of: 'the portal',
      count: own.roots.length,
      fault: own.fault ?? compareWithAnchor(own.roots, anchored),
    },
    ...kept.map(({ name, roots: believed, fault }) => ({
      of: name,
      count: believed.length,
      fault,
    })),
  ];
  const ledgers: LedgerReport[] = [];
  for (const { plugin } of LEDGERS) {
    ledgers.push(
      await checkLedger(plugin, [...anchored, ...own.roots], rowsOf(plugin)),
    );
  }
  return {
    holds: [...roots, ...ledgers].every(({ fault }) => fault === null),
    ledgers,
    roots,
    notices: noticesOf(own.roots),
  };
}
