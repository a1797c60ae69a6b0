import { parseWith } from '../contracts/parseContract';
import { parseStrictJson } from '../json';
import { VerificationKey, coversTime } from './keys';
import { STATEMENT_PAYLOAD_TYPE, Statement, statement } from './statement';
import { EnvelopeRefusedError, verifyEnvelope } from './verifyEnvelope';

export type VerifiedStatement = {
  statement: Statement;
  /** Of the signed payload; other statements refer to this one by it. */
  sha256: string;
  signedBy: VerificationKey[];
};

async function sha256Of(bytes: Uint8Array): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function textOf(payload: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      payload,
    );
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new EnvelopeRefusedError('its payload is not UTF-8 text');
  }
}

/**
 * Verifies an envelope that holds one of our statements: its signature, its
 * shape, and that the key was one to sign with at the time the statement names.
 *
 * @throws ContractError, EnvelopeRefusedError
 */
export async function verifyStatement(
  envelope: unknown,
  keys: readonly VerificationKey[],
): Promise<VerifiedStatement> {
  const { payload, signedBy } = await verifyEnvelope(envelope, {
    keys,
    payloadType: STATEMENT_PAYLOAD_TYPE,
  });
  const read = parseWith(
    statement,
    'statement',
    parseStrictJson(textOf(payload), 'statement'),
  );
  const { signedAt } = read.predicate;
  const valid = signedBy.filter(key => coversTime(key, signedAt));
  if (valid.length === 0) {
    throw new EnvelopeRefusedError(
      `the key ${signedBy[0].keyId} was not one to sign with on ${signedAt}`,
    );
  }
  return {
    statement: read,
    sha256: await sha256Of(payload),
    signedBy: valid,
  };
}
