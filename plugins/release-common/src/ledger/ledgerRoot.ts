import { z } from 'zod';
import { sha256, text, utcTime } from '../contracts/primitives';
import { ContractError, parseWith } from '../contracts/parseContract';
import {
  VerificationKey,
  VerifiedStatement,
  predicateTypeOf,
  verifyStatement,
} from '../attestation';

/** Content of a signed root: how far each ledger went, at one time. */
export const ledgerRoot = z.strictObject({
  /** 1, 2, 3, … without gaps. */
  number: z.int().min(1),
  at: utcTime,
  heads: z.array(
    z.strictObject({
      plugin: text(100),
      seq: z.int().min(0),
      hash: sha256,
    }),
  ),
  /** Ledgers that could not be held fast this time, and why. */
  missing: z.array(z.strictObject({ plugin: text(100), words: text(2000) })),
});
export type LedgerRoot = z.infer<typeof ledgerRoot>;

export type VerifiedRoot = LedgerRoot & { sha256: string };

export type RootFault = {
  /** Which root; null when it cannot be told. */
  number: number | null;
  words: string;
};

export const nameOfRoot = (root: Pick<LedgerRoot, 'number' | 'at'>) =>
  `root ${root.number} of ${root.at}`;

const ROOT_TYPE = predicateTypeOf('ledger-root');

function readRoot({ statement, sha256: digest }: VerifiedStatement) {
  if (statement.predicateType !== ROOT_TYPE) {
    throw new ContractError('root', [
      { path: 'predicateType', message: `is not ${ROOT_TYPE}` },
    ]);
  }
  const root = parseWith(ledgerRoot, 'root', statement.predicate.content);
  return { ...root, sha256: digest };
}

/** Whether a root follows the one before it. */
function orderFault(
  root: VerifiedRoot,
  links: readonly { sha256: string }[],
  before: VerifiedRoot | undefined,
): string | undefined {
  if (before && root.number !== before.number + 1) {
    return `root ${before.number + 1} should stand in its place`;
  }
  const named = links.map(link => link.sha256).join();
  const isFirst = root.number === 1;
  if (before ? named !== before.sha256 : isFirst !== (named === '')) {
    return 'it does not follow the root before it: one of the two was replaced';
  }
  for (const head of root.heads) {
    const earlier = before?.heads.find(item => item.plugin === head.plugin);
    if (earlier && earlier.seq > head.seq) {
      return `the ledger of ${head.plugin} had ${earlier.seq} rows in the root before it and ${head.seq} in this one`;
    }
  }
  return undefined;
}

/**
 * Verifies signed roots and that each names the one before it. The first one
 * need not be number 1.
 *
 * @returns the roots up to the first one that does not fit, and why it does not.
 */
export async function verifyRoots(
  envelopes: readonly unknown[],
  keys: readonly VerificationKey[],
): Promise<{ roots: VerifiedRoot[]; fault: RootFault | null }> {
  const roots: VerifiedRoot[] = [];
  for (const envelope of envelopes) {
    const before = roots.at(-1);
    const expected = before ? before.number + 1 : null;
    try {
      const verified = await verifyStatement(envelope, keys);
      const root = readRoot(verified);
      const { previous } = verified.statement.predicate;
      const words = orderFault(root, previous, before);
      if (words) return { roots, fault: { number: root.number, words } };
      roots.push(root);
    } catch (error) {
      const known = ['ContractError', 'EnvelopeRefusedError'];
      if (!(error instanceof Error) || !known.includes(error.name)) throw error;
      return { roots, fault: { number: expected, words: error.message } };
    }
  }
  return { roots, fault: null };
}

/**
 * Compares the portal's roots with those anchored outside of it.
 *
 * @returns what shows that the portal's were changed or cut off, or null.
 */
export function compareWithAnchor(
  roots: readonly VerifiedRoot[],
  anchored: readonly VerifiedRoot[],
): RootFault | null {
  const byNumber = new Map(roots.map(root => [root.number, root]));
  for (const anchor of anchored) {
    const root = byNumber.get(anchor.number);
    if (!root) {
      return {
        number: anchor.number,
        words: `${nameOfRoot(
          anchor,
        )} is anchored, but the portal has it no more`,
      };
    }
    if (root.sha256 !== anchor.sha256) {
      return {
        number: anchor.number,
        words: `${nameOfRoot(anchor)} is anchored with the digest ${
          anchor.sha256
        }, but the portal's has ${root.sha256}`,
      };
    }
  }
  return null;
}
