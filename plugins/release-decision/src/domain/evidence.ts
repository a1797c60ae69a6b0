import {
  AttestationBundle,
  KeySet,
  statementKinds,
  predicateTypeOf,
  verifyBundle,
} from '@adaptive-delivery/plugin-release-common';

/** A statement whose signature holds. */
export type EvidenceRow = {
  title: string;
  signedAt: string;
  /** Keys that signed it, and whether they still sign. */
  keys: Array<{ keyId: string; status: string }>;
  sha256: string;
};

export type Evidence = {
  rows: EvidenceRow[];
  /** What is not to be believed, in words; empty when everything holds. */
  faults: string[];
};

const titles: Record<string, string> = {
  'build-info': 'What was built',
  'risk-inputs': 'The evidence about it',
  'risk-decision': 'The decision',
  verdict: 'A verdict',
  promotion: 'The promotion',
  'rollback-record': 'The rollback',
};

function titleOf(predicateType: string): string {
  const kind = statementKinds.find(
    item => predicateTypeOf(item) === predicateType,
  );
  return (kind && titles[kind]) ?? predicateType;
}

/** Verifies what is attested of a decision, here and with the given keys. */
export async function checkEvidence(
  { envelopes }: AttestationBundle,
  { keys }: KeySet,
): Promise<Evidence> {
  const { statements, faults } = await verifyBundle(envelopes, keys);
  return {
    rows: statements.map(({ statement, sha256, signedBy }) => ({
      title: titleOf(statement.predicateType),
      signedAt: statement.predicate.signedAt,
      keys: signedBy.map(({ keyId, status }) => ({ keyId, status })),
      sha256,
    })),
    faults: faults.map(
      ({ index, words }) => `Statement ${index + 1}: ${words}`,
    ),
  };
}
