import { z } from 'zod';
import { sha256, text, utcTime } from '../contracts/primitives';
import { ContractError, parseWith } from '../contracts/parseContract';
import {
  VerificationKey,
  VerifiedStatement,
  predicateTypeOf,
  verifyStatement,
} from '../attestation';

const head = z.strictObject({
  plugin: text(100),
  seq: z.int().min(0),
  hash: sha256,
});
export type RootHead = z.infer<typeof head>;

/** Content of a signed root: how far each ledger went, at one time. */
export const ledgerRoot = z.strictObject({
  /** 1, 2, 3, … without gaps. */
  number: z.int().min(1),
  at: utcTime,
  heads: z.array(head),
  /** Ledgers that could not be held fast this time: why, and where they last were. */
  missing: z.array(
    z.strictObject({
      plugin: text(100),
      words: text(2000),
      last: head.nullable(),
    }),
  ),
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

/** Where a ledger was when it was last held fast, as a root has it. */
export function lastHeadOf(root: LedgerRoot, plugin: string): RootHead | null {
  return (
    root.heads.find(item => item.plugin === plugin) ??
    root.missing.find(item => item.plugin === plugin)?.last ??
    null
  );
}

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
  if (!before) return undefined;
  for (const { plugin } of [...before.heads, ...before.missing]) {
    const earlier = lastHeadOf(before, plugin);
    const later = lastHeadOf(root, plugin);
    if (earlier && (!later || later.seq < earlier.seq)) {
      return `the ledger of ${plugin} had ${
        earlier.seq
      } rows in the root before it and has ${later?.seq ?? 'none'} in this one`;
    }
  }
  return undefined;
}

export type RootChain = { roots: VerifiedRoot[]; fault: RootFault | null };

/**
 * Reads signed roots, of which each has to name the one before it. The first
 * one need not be number 1. Signatures of revoked keys are let pass: a later
 * root that names theirs vouches for them, see `verifyRoots`.
 *
 * @returns the roots up to the first one that does not fit, and why it does not.
 */
export async function readRootChain(
  envelopes: readonly unknown[],
  keys: readonly VerificationKey[],
): Promise<RootChain> {
  const known = keys.map(key => ({ ...key, status: 'retired' as const }));
  const roots: VerifiedRoot[] = [];
  for (const envelope of envelopes) {
    const before = roots.at(-1);
    try {
      const verified = await verifyStatement(envelope, known);
      const root = readRoot(verified);
      const { previous } = verified.statement.predicate;
      const words = orderFault(root, previous, before);
      if (words) return { roots, fault: { number: root.number, words } };
      roots.push(root);
    } catch (error) {
      const number = before ? before.number + 1 : null;
      return { roots, fault: { number, words: refusalOf(error) } };
    }
  }
  return { roots, fault: null };
}

/**
 * Reads signed roots and believes them if the last one is signed with a key
 * that is not revoked: through the digests it vouches for all before it.
 */
export async function verifyRoots(
  envelopes: readonly unknown[],
  keys: readonly VerificationKey[],
): Promise<RootChain> {
  const chain = await readRootChain(envelopes, keys);
  const last = chain.roots.at(-1);
  if (chain.fault || !last) return chain;
  try {
    await verifyStatement(envelopes[envelopes.length - 1], keys);
    return chain;
  } catch (error) {
    const words = refusalOf(error);
    return { roots: [], fault: { number: last.number, words } };
  }
}

/** Why a root is not believed; throws on what is a fault of the program. */
function refusalOf(error: unknown): string {
  const known = ['ContractError', 'EnvelopeRefusedError'];
  if (error instanceof Error && known.includes(error.name)) {
    return error.message;
  }
  throw error;
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
