import { SignatureAlgorithm } from '@adaptive-delivery/plugin-release-common';
import { KeyObject, createPrivateKey, createPublicKey } from 'node:crypto';
import { sha256Of } from '../digest';

/** A private key that signs, under the id that envelopes name. */
export type SigningKey = {
  keyId: string;
  algorithm: SignatureAlgorithm;
  privateKey: KeyObject;
  /** SubjectPublicKeyInfo as PEM. */
  publicKey: string;
};

function algorithmOf(key: KeyObject): SignatureAlgorithm {
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  if (
    key.asymmetricKeyType === 'ec' &&
    key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
  ) {
    return 'ecdsa-p256';
  }
  throw new Error('the key is neither Ed25519 nor ECDSA on the curve P-256');
}

/** Names a public key by what it is: 16 hex digits of the SHA-256 of its SPKI. */
function fingerprintOf(key: KeyObject): string {
  return sha256Of(key.export({ type: 'spki', format: 'der' })).slice(0, 16);
}

const pemOf = (key: KeyObject) =>
  key.export({ type: 'spki', format: 'pem' }).toString();

/**
 * Reads a private key.
 *
 * @param keyId - the key's fingerprint when it is left out
 * @throws Error when it is not a PEM private key, Ed25519 or ECDSA P-256.
 */
export function readSigningKey(pem: string, keyId?: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(pem);
  return {
    keyId: keyId ?? fingerprintOf(publicKey),
    algorithm: algorithmOf(privateKey),
    privateKey,
    publicKey: pemOf(publicKey),
  };
}

/**
 * Reads a public key.
 *
 * @param keyId - the key's fingerprint when it is left out
 * @throws Error when it is not a PEM public key, Ed25519 or ECDSA P-256.
 */
export function readPublicKey(
  pem: string,
  keyId?: string,
): Omit<SigningKey, 'privateKey'> {
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) {
    throw new Error('it is not a PEM PUBLIC KEY');
  }
  const publicKey = createPublicKey(pem);
  return {
    keyId: keyId ?? fingerprintOf(publicKey),
    algorithm: algorithmOf(publicKey),
    publicKey: pemOf(publicKey),
  };
}
