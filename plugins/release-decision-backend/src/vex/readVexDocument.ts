import {
  ContractError,
  DsseEnvelope,
  VerificationKey,
  decodeBase64,
  verifyEnvelope,
} from '@adaptive-delivery/plugin-release-common';
import { sha256Of } from '@adaptive-delivery/plugin-release-node';
import { isUtf8 } from 'node:buffer';
import { VexDocument } from './judgeVex';
import { VexAssertion, readOpenVex, vexPayloadTypes } from './openVex';

/** A key whose VEX statements the portal believes. */
export type TrustedKey = VerificationKey & {
  /** Whose it is, as people know them. */
  subject: string;
};

const NOT_TRUSTED = 'is signed by no key this portal trusts';

/** A key id is only a hint: one that we do not know by it says nothing. */
function withKnownKeyIds(
  envelope: DsseEnvelope,
  keys: readonly TrustedKey[],
): DsseEnvelope {
  return {
    ...envelope,
    signatures: envelope.signatures.map(({ keyid, sig }) =>
      keys.some(({ keyId }) => keyId === keyid) ? { keyid, sig } : { sig },
    ),
  };
}

async function signerOf(
  envelope: DsseEnvelope,
  keys: readonly TrustedKey[],
): Promise<TrustedKey | null> {
  try {
    const { signedBy } = await verifyEnvelope(withKnownKeyIds(envelope, keys), {
      keys,
      payloadType: envelope.payloadType,
    });
    return keys.find(({ keyId }) => keyId === signedBy[0]?.keyId) ?? null;
  } catch (error) {
    if (error instanceof Error && error.name === 'EnvelopeRefusedError') {
      return null;
    }
    throw error;
  }
}

/** @throws ContractError naming what is wrong within the envelope. */
function readPayload(
  { payloadType, payload }: DsseEnvelope,
  at: string,
): { bytes: Uint8Array; assertions: VexAssertion[] } {
  const refuse = (key: string, message: string): never => {
    throw new ContractError('request body', [
      { path: `${at}.${key}`, message },
    ]);
  };
  if (!vexPayloadTypes.includes(payloadType)) {
    refuse('payloadType', `must be one of ${vexPayloadTypes.join(', ')}`);
  }
  const bytes = decodeBase64(payload);
  if (!bytes || !isUtf8(bytes)) {
    return refuse('payload', 'must be base64 of UTF-8');
  }
  try {
    return { bytes, assertions: readOpenVex(payloadType, bytes) };
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ContractError'))
      throw error;
    return refuse('payload', error.message);
  }
}

/**
 * Verifies and reads one VEX document. What is not signed by a trusted key is
 * read as well, only to say of which vulnerability it does not excuse.
 *
 * @param at - path of the envelope, for what is wrong with it
 * @throws ContractError when it is no VEX document.
 */
export async function readVexDocument(
  envelope: DsseEnvelope,
  keys: readonly TrustedKey[],
  at: string,
): Promise<VexDocument> {
  const { bytes, assertions } = readPayload(envelope, at);
  const signer = await signerOf(envelope, keys);
  return {
    sha256: sha256Of(bytes),
    signer: signer && { keyId: signer.keyId, subject: signer.subject },
    fault: signer ? null : NOT_TRUSTED,
    assertions,
  };
}
