import {
  DsseEnvelope,
  encodeBase64,
  pae,
} from '@adaptive-delivery/plugin-release-common';
import { sign } from 'node:crypto';
import { SigningKey } from './SigningKey';

/** Signs a message: Ed25519, or ECDSA P-256 over SHA-256 in DER. */
export function signMessage(key: SigningKey, message: Uint8Array): Uint8Array {
  return sign(
    key.algorithm === 'ed25519' ? null : 'sha256',
    message,
    key.privateKey,
  );
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
  const message = pae(payloadType, payload);
  return {
    payload: encodeBase64(payload),
    payloadType,
    signatures: keys.map(key => ({
      keyid: key.keyId,
      sig: encodeBase64(signMessage(key, message)),
    })),
  };
}
