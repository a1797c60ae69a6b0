import { keyId, text } from '@adaptive-delivery/plugin-release-common';
import { readPublicKey } from '@adaptive-delivery/plugin-release-node';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { TrustedKey } from './readVexDocument';

const KEY = 'adaptiveDelivery.vex.trustedKeys';
const MAX_KEYS = 50;

const messageOf = (error: unknown) =>
  error instanceof Error ? error.message : String(error);

function readKey(config: Config, at: string): TrustedKey {
  const id = keyId.safeParse(config.getOptionalString('keyId'));
  if (!id.success) {
    throw new InputError(
      `${at}.keyId is not usable: ${id.error.issues[0].message}; write the name that signatures carry, such as security-2026`,
    );
  }
  const subject = text(200).safeParse(config.getOptionalString('subject'));
  if (!subject.success) {
    throw new InputError(
      `${at}.subject is not set; write whose key it is, such as Product security`,
    );
  }
  try {
    const { algorithm, publicKey } = readPublicKey(
      config.getString('publicKey'),
      id.data,
    );
    return {
      keyId: id.data,
      algorithm,
      publicKey,
      status: 'current',
      notBefore: null,
      notAfter: null,
      subject: subject.data,
    };
  } catch (error) {
    throw new InputError(
      `${at}.publicKey cannot be read: ${messageOf(
        error,
      )}; write the PEM of an Ed25519 or ECDSA P-256 public key, or { $file: ./key.pub }`,
    );
  }
}

/**
 * The keys whose VEX statements are believed; none when none is set.
 *
 * @throws InputError naming the key at fault and what to write.
 */
export function readTrustedKeys(config: Config): TrustedKey[] {
  const keys = (config.getOptionalConfigArray(KEY) ?? []).map((item, index) =>
    readKey(item, `${KEY}[${index}]`),
  );
  const twice = keys.findIndex(
    (key, index) => keys.findIndex(k => k.keyId === key.keyId) < index,
  );
  if (twice >= 0) {
    throw new InputError(
      `${KEY}[${twice}].keyId is "${keys[twice].keyId}", as that of an earlier key; give each its own`,
    );
  }
  if (keys.length > MAX_KEYS) {
    throw new InputError(`${KEY} has ${keys.length} keys; at most ${MAX_KEYS}`);
  }
  return keys;
}
