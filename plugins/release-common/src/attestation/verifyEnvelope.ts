import { parseWith } from '../contracts/parseContract';
import { decodeBase64 } from './base64';
import { signedEnvelope } from './envelope';
import { VerificationKey } from './keys';
import { pae } from './pae';
import { verifySignature } from './verifySignature';

/** An envelope that is not believed; the message says why. */
export class EnvelopeRefusedError extends Error {
  readonly name = 'EnvelopeRefusedError';
}

export type VerifiedEnvelope = {
  /** The signed bytes; read only these, never the envelope again. */
  payload: Uint8Array;
  /** Each key that signed, once. */
  signedBy: VerificationKey[];
};

type Attempt = { keyid?: string; sig: string };

function keysFor(signature: Attempt, keys: readonly VerificationKey[]) {
  return signature.keyid
    ? keys.filter(key => key.keyId === signature.keyid)
    : keys;
}

function whyNobody(
  signatures: readonly Attempt[],
  keys: readonly VerificationKey[],
  revoked: readonly VerificationKey[],
): string {
  if (revoked.length > 0) {
    return `it is signed with the key ${revoked[0].keyId}, which was revoked`;
  }
  const known = signatures.some(item => keysFor(item, keys).length > 0);
  const named = signatures.map(item => item.keyid || '(no key id)').join(', ');
  return known
    ? `the signature by ${named} does not fit what it says`
    : `none of the trusted keys is the one that signed it (${named})`;
}

/**
 * Verifies a DSSE envelope: every signature against the keys its key id names
 * (all of them when it names none), until `threshold` different keys signed.
 *
 * @param options.payloadType - the only one that is taken
 * @param options.threshold - how many different keys have to have signed; 1
 * @throws ContractError for what is not an envelope, EnvelopeRefusedError for
 * one that is not believed.
 */
export async function verifyEnvelope(
  value: unknown,
  options: {
    keys: readonly VerificationKey[];
    payloadType: string;
    threshold?: number;
  },
): Promise<VerifiedEnvelope> {
  const { keys, threshold = 1 } = options;
  const envelope = parseWith(signedEnvelope, 'envelope', value);
  if (envelope.payloadType !== options.payloadType) {
    throw new EnvelopeRefusedError(
      `its payload type is ${envelope.payloadType}, not ${options.payloadType}`,
    );
  }
  const payload = decodeBase64(envelope.payload);
  if (!payload) {
    throw new EnvelopeRefusedError('its payload is not canonical base64');
  }
  const message = pae(envelope.payloadType, payload);
  const signers = new Map<string, VerificationKey>();
  for (const signature of envelope.signatures) {
    const bytes = decodeBase64(signature.sig);
    if (!bytes) continue;
    for (const key of keysFor(signature, keys)) {
      if (await verifySignature(key, message, bytes)) {
        signers.set(key.publicKey, key);
      }
    }
  }
  const found = [...signers.values()];
  const signedBy = found.filter(key => key.status !== 'revoked');
  if (signedBy.length >= threshold) return { payload, signedBy };
  throw new EnvelopeRefusedError(
    signedBy.length === 0
      ? whyNobody(envelope.signatures, keys, found)
      : `${threshold} different keys have to sign it and ${signedBy.length} did`,
  );
}
