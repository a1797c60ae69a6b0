import {
  DsseEnvelope,
  encodeBase64,
  pae,
} from '@adaptive-delivery/plugin-release-common';
import { sign } from 'node:crypto';
import { SigningKey } from './SigningKey';

/** A signature of an envelope: Ed25519, or ECDSA P-256 over SHA-256 in DER. */
export function signatureOf(
  key: SigningKey,
  payloadType: string,
  payload: Uint8Array,
): DsseEnvelope['signatures'][number] {
  const algorithm = key.algorithm === 'ed25519' ? null : 'sha256';
  const signature = sign(algorithm, pae(payloadType, payload), key.privateKey);
  return { keyid: key.keyId, sig: encodeBase64(signature) };
}

/**
 * Puts a payload into a DSSE envelope, signed by each key.
 *
 * @see https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
 */
export function signEnvelope(
  payloadType: string,
  payload: Uint8Array,
  keys: readonly SigningKey[],
): DsseEnvelope {
  return {
    payload: encodeBase64(payload),
    payloadType,
    signatures: keys.map(key => signatureOf(key, payloadType, payload)),
  };
}
