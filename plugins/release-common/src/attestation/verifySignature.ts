import { decodeBase64 } from './base64';
import { VerificationKey } from './keys';

const P256_BYTES = 32;

/** The DER form of a public key; null when the text is not one PEM block. */
function spkiOf(pem: string): Uint8Array | null {
  const match =
    /^-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/.exec(
      pem,
    );
  return match && decodeBase64(match[1].replace(/\s/g, ''));
}

/** Reads one positive DER integer of at most 32 bytes, as 32 bytes. */
function readInteger(der: Uint8Array, at: number) {
  const length = der[at + 1];
  const end = at + 2 + length;
  if (der[at] !== 0x02 || !(length > 0) || end > der.length) return null;
  const padded = der[at + 2] === 0;
  // minimal and positive, as DER asks
  if (padded ? length < 2 || der[at + 3] < 0x80 : der[at + 2] >= 0x80) {
    return null;
  }
  const digits = der.subarray(padded ? at + 3 : at + 2, end);
  if (digits.length > P256_BYTES) return null;
  const value = new Uint8Array(P256_BYTES);
  value.set(digits, P256_BYTES - digits.length);
  return { value, end };
}

/**
 * An ECDSA P-256 signature as r and s side by side, which the Web Crypto API
 * wants: DSSE's own example has this form, OpenSSL and cosign write DER.
 */
function rawEcdsa(signature: Uint8Array): Uint8Array | null {
  if (signature.length === 2 * P256_BYTES) return signature;
  if (signature[0] !== 0x30 || signature[1] !== signature.length - 2) {
    return null;
  }
  const r = readInteger(signature, 2);
  const s = r && readInteger(signature, r.end);
  if (!r || !s || s.end !== signature.length) return null;
  const raw = new Uint8Array(2 * P256_BYTES);
  raw.set(r.value);
  raw.set(s.value, P256_BYTES);
  return raw;
}

const imports = {
  ed25519: { name: 'Ed25519' },
  'ecdsa-p256': { name: 'ECDSA', namedCurve: 'P-256' },
};
const verifications = {
  ed25519: { name: 'Ed25519' },
  'ecdsa-p256': { name: 'ECDSA', hash: 'SHA-256' },
};

/**
 * Whether a key made a signature over a message. Built on the Web Crypto API,
 * so that it is one piece of code in the portal, the browser and the command.
 *
 * @throws Error when the public key cannot be read.
 */
export async function verifySignature(
  key: Pick<VerificationKey, 'keyId' | 'algorithm' | 'publicKey'>,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const { subtle } = globalThis.crypto;
  const spki = spkiOf(key.publicKey);
  if (!spki) {
    throw new Error(`The public key ${key.keyId} is not a PEM PUBLIC KEY`);
  }
  const imported = await subtle
    .importKey('spki', spki, imports[key.algorithm], false, ['verify'])
    .catch(error => {
      throw new Error(
        `The public key ${key.keyId} is not of type ${key.algorithm}: ${error.message}`,
      );
    });
  const raw = key.algorithm === 'ed25519' ? signature : rawEcdsa(signature);
  return (
    raw !== null &&
    subtle.verify(verifications[key.algorithm], imported, raw, message)
  );
}
