import {
  Submission,
  VexFinding,
  Vulnerability,
} from '@adaptive-delivery/plugin-release-common';
import { VexAssertion } from './openVex';

/** A clock may be ahead of ours by so much. */
const SKEW_MS = 300_000;
const DAY_MS = 86_400_000;

/** A VEX document of the pipeline, with whether it is to be believed. */
export type VexDocument = {
  /** SHA-256 of the payload. */
  sha256: string;
  /** Whose key signed it; null when none of the trusted ones did. */
  signer: { keyId: string; subject: string } | null;
  /** Why it is not believed, to follow `the VEX statement for CVE-…`. */
  fault: string | null;
  assertions: readonly VexAssertion[];
};

type Signed = VexAssertion & {
  signer: NonNullable<VexDocument['signer']>;
  sha256: string;
};

type Rules = { maxAgeDays: number; now: Date };

const excuses = ({ status, justification }: VexAssertion) =>
  status === 'fixed' || (status === 'not_affected' && !!justification);

/** Why a statement that is believed does not excuse; null when it does. */
function whyNot(item: VexAssertion, { maxAgeDays, now }: Rules): string | null {
  const { status, issuedAt } = item;
  const age = now.getTime() - issuedAt.getTime();
  if (status === 'affected') return 'says that it is affected';
  if (status === 'under_investigation') {
    return 'says that it is still being looked into';
  }
  if (!excuses(item)) {
    return 'says that it is not affected and gives no justification of the OpenVEX list';
  }
  if (age < -SKEW_MS)
    return `is dated ${issuedAt.toISOString()}, in the future`;
  return age > maxAgeDays * DAY_MS
    ? `is of ${issuedAt.toISOString()}, older than ${maxAgeDays} days`
    : null;
}

/** The newest; of several at the same moment one that does not excuse. */
function newestOf(items: readonly Signed[]): Signed | undefined {
  return [...items].sort(
    (a, b) =>
      b.issuedAt.getTime() - a.issuedAt.getTime() ||
      Number(excuses(a)) - Number(excuses(b)),
  )[0];
}

type Ids = ReadonlySet<string>;

const isAbout = (item: VexAssertion, ids: Ids) =>
  [...item.ids].some(id => ids.has(id));

/** Per artifact what the newest statement about it says, or why there is none. */
function judge(
  about: readonly Signed[],
  { buildInfo }: Submission,
  rules: Rules,
): { statement: Signed } | { fault: string } {
  const component = buildInfo.component.toLowerCase();
  const newest = buildInfo.artifacts.map(({ name, sha256 }) => ({
    name,
    statement: newestOf(
      about.filter(
        item => item.digests.has(sha256) || item.names.has(component),
      ),
    ),
  }));
  const faults = newest.flatMap(({ name, statement }) => {
    if (!statement) return `is not about the artifact ${name}`;
    return whyNot(statement, rules) ?? [];
  });
  const [first] = newest.flatMap(({ statement }) => statement ?? []);
  return faults.length > 0 || !first
    ? { fault: faults[0] ?? 'is about no artifact of this build' }
    : { statement: first };
}

function excused(vulnerability: string, by: Signed): VexFinding {
  const { signer, issuedAt, justification } = by;
  const status = by.status === 'fixed' ? 'fixed' : 'not_affected';
  return {
    vulnerability,
    excused: true,
    words: `the VEX statement for ${vulnerability} signed by ${
      signer.subject
    } says ${
      status === 'fixed' ? 'that it is fixed' : `not affected: ${justification}`
    }`,
    statement: {
      status,
      ...(justification && { justification }),
      issuedAt: issuedAt.toISOString(),
      signedBy: signer.subject,
      keyId: signer.keyId,
      sha256: by.sha256,
    },
  };
}

/** What to say of a statement of which there is no document that one could check. */
function onlyClaimed({ vex }: Vulnerability): string | null {
  if (!vex) return null;
  return vex.signed
    ? 'came without the signed document, so nobody can check it'
    : 'is not signed';
}

/**
 * What the VEX documents of a submission come to, for each vulnerability about
 * which there is one. It is excused when for every artifact of the build the
 * newest statement by a trusted key excuses it.
 */
export function judgeVex(
  submission: Submission,
  documents: readonly VexDocument[],
  rules: Rules,
): VexFinding[] {
  const signed = documents.flatMap(({ signer, fault, assertions, sha256 }) =>
    signer && !fault
      ? assertions.map(item => ({ ...item, signer, sha256 }))
      : [],
  );
  const { vulnerabilities = [] } = submission.riskInputs;
  return vulnerabilities.flatMap(item => {
    const ids = new Set(
      [item.id, ...(item.aliases ?? [])].map(id => id.toUpperCase()),
    );
    const refuse = (fault: string): VexFinding => ({
      vulnerability: item.id,
      excused: false,
      words: `the VEX statement for ${item.id} ${fault}`,
    });
    const about = signed.filter(assertion => isAbout(assertion, ids));
    if (about.length > 0) {
      const result = judge(about, submission, rules);
      return 'fault' in result
        ? refuse(result.fault)
        : excused(item.id, result.statement);
    }
    const refused = documents.find(({ fault, assertions }) => {
      return fault !== null && assertions.some(a => isAbout(a, ids));
    });
    const fault = refused?.fault ?? onlyClaimed(item);
    return fault ? refuse(fault) : [];
  });
}
