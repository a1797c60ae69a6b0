import { z } from 'zod';
import { VerificationKey } from './keys';
import { StatementKind, predicateTypeOf } from './statement';
import { VerifiedStatement, verifyStatement } from './verifyStatement';

/** Answer of the attestation routes. */
export const attestationBundle = z.strictObject({
  envelopes: z.array(z.unknown()).max(10_000),
  /** Rows of the ledger about it that are still to be attested. */
  waiting: z.int().min(0).optional(),
});
export type AttestationBundle = z.infer<typeof attestationBundle>;

export type BundleFault = {
  /** Place of the envelope in the bundle, from 0. */
  index: number;
  words: string;
};

export type BundleReport = {
  statements: VerifiedStatement[];
  faults: BundleFault[];
};

/** What a statement has to build on, at least. */
const mustFollow: Partial<Record<StatementKind, StatementKind>> = {
  'risk-inputs': 'build-info',
  'risk-decision': 'risk-inputs',
  verdict: 'risk-decision',
  promotion: 'risk-decision',
  'rollback-record': 'risk-decision',
};

const requirements = new Map(
  Object.entries(mustFollow).map(([kind, before]) => [
    predicateTypeOf(kind as StatementKind),
    predicateTypeOf(before),
  ]),
);

function digestsOf({ statement }: VerifiedStatement): Set<string> {
  return new Set(statement.subject.map(item => item.digest.sha256));
}

/** What does not fit between a statement and those it builds on. */
function linkFault(
  item: VerifiedStatement,
  byDigest: ReadonlyMap<string, VerifiedStatement>,
): string | undefined {
  const { predicateType, predicate } = item.statement;
  const required = requirements.get(predicateType);
  if (
    required &&
    !predicate.previous.some(link => link.predicateType === required)
  ) {
    return `names no statement of type ${required}, which it has to build on`;
  }
  const known = new Set<string>();
  for (const link of predicate.previous) {
    const before = byDigest.get(link.sha256);
    if (!before) {
      return `builds on the ${link.predicateType} with digest ${link.sha256}, which is not here`;
    }
    if (before.statement.predicateType !== link.predicateType) {
      return `calls ${link.sha256} a ${link.predicateType}, but it is a ${before.statement.predicateType}`;
    }
    digestsOf(before).forEach(digest => known.add(digest));
  }
  const isAboutOthers =
    known.size > 0 && ![...digestsOf(item)].every(digest => known.has(digest));
  if (isAboutOthers) {
    return 'is about other artifacts than what it builds on';
  }
  return undefined;
}

/**
 * Verifies the statements of a release together: each signature, and that
 * every statement builds on others that are in the bundle, of the right type
 * and about the same artifacts.
 */
export async function verifyBundle(
  envelopes: readonly unknown[],
  keys: readonly VerificationKey[],
): Promise<BundleReport> {
  const faults: BundleFault[] = [];
  const verified = new Map<number, VerifiedStatement>();
  for (const [index, envelope] of envelopes.entries()) {
    try {
      verified.set(index, await verifyStatement(envelope, keys));
    } catch (error) {
      const known = ['ContractError', 'EnvelopeRefusedError'];
      if (!(error instanceof Error) || !known.includes(error.name)) throw error;
      faults.push({ index, words: error.message });
    }
  }
  const statements = [...verified.values()];
  const byDigest = new Map(statements.map(item => [item.sha256, item]));
  for (const [index, item] of verified) {
    const words = linkFault(item, byDigest);
    if (words) faults.push({ index, words });
  }
  return { statements, faults: faults.sort((a, b) => a.index - b.index) };
}
