import {
  VerificationKey,
  keyId as keyIdSchema,
  utcTime,
} from '@adaptive-delivery/plugin-release-common';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { SigningKey, readPublicKey, readSigningKey } from '../dsse';

const KEY = 'adaptiveDelivery.signing';

/** The keys of a portal: those that sign, and all that it verifies with. */
export type Signing = {
  /** In the order they stand in; with the id of the one to use, if it is named. */
  signers: Array<{ key: SigningKey; window: Window }>;
  current: string | undefined;
  keys: VerificationKey[];
};

type Window = Pick<VerificationKey, 'notBefore' | 'notAfter'>;

function readTime(config: Config, at: string, name: keyof Window) {
  const value = config.getOptionalString(name);
  if (value === undefined) return null;
  if (!utcTime.safeParse(value).success) {
    throw new InputError(
      `${at}.${name} is "${value}"; write a time in UTC such as 2026-11-23T00:00:00Z`,
    );
  }
  return value;
}

function readKeyId(config: Config, at: string): string | undefined {
  const value = config.getOptionalString('keyId');
  if (value !== undefined && !keyIdSchema.safeParse(value).success) {
    throw new InputError(
      `${at}.keyId is "${value}"; write letters, digits and . _ : - only, or leave it out for the key's fingerprint`,
    );
  }
  return value;
}

/** Never shows what stands in the setting: it may be a private key. */
function readPem<T>(at: string, name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `${at}.${name} is not a key that can be used (${why}); make one with openssl genpkey -algorithm ed25519 -out signing-key.pem and name the file: {$file: signing-key.pem}`,
    );
  }
}

type KeyEntry = {
  id: string;
  isRevoked: boolean;
  window: Window;
  signer: SigningKey | null;
  verifier: Pick<VerificationKey, 'keyId' | 'algorithm' | 'publicKey'>;
};

function readKey(config: Config, at: string): KeyEntry {
  const keyId = readKeyId(config, at);
  const window = {
    notBefore: readTime(config, at, 'notBefore'),
    notAfter: readTime(config, at, 'notAfter'),
  };
  const isRevoked = config.getOptionalBoolean('revoked') ?? false;
  const privatePem = config.getOptionalString('privateKey');
  const publicPem = config.getOptionalString('publicKey');
  if ((privatePem === undefined) === (publicPem === undefined)) {
    throw new InputError(
      `${at} needs either privateKey (a key that signs) or publicKey (one that only verifies what it signed before)`,
    );
  }
  const signer =
    privatePem === undefined
      ? null
      : readPem(at, 'privateKey', () => readSigningKey(privatePem, keyId));
  const verifier =
    signer ??
    readPem(at, 'publicKey', () => readPublicKey(publicPem ?? '', keyId));
  return { id: verifier.keyId, isRevoked, window, signer, verifier };
}

function assertUnique(entries: readonly KeyEntry[]): void {
  entries.forEach(({ id }, index) => {
    const first = entries.findIndex(entry => entry.id === id);
    if (first !== index) {
      throw new InputError(
        `${KEY}.keys[${first}] and ${KEY}.keys[${index}] are both called ${id}; a key id stands for one key for ever`,
      );
    }
  });
}

/**
 * Reads `adaptiveDelivery.signing`.
 *
 * @returns null when it is not set: nothing is signed.
 * @throws InputError naming the key at fault and what to write.
 */
export function readSigning(config: Config): Signing | null {
  const section = config.getOptionalConfig(KEY);
  if (!section) return null;
  const entries = (section.getOptionalConfigArray('keys') ?? []).map(
    (entry, index) => readKey(entry, `${KEY}.keys[${index}]`),
  );
  if (entries.length === 0) {
    throw new InputError(
      `${KEY}.keys is empty; list at least one key with its privateKey, or remove ${KEY} to sign nothing`,
    );
  }
  assertUnique(entries);
  const usable = entries.filter(entry => entry.signer && !entry.isRevoked);
  const current = section.getOptionalString('current');
  if (current !== undefined && !usable.some(({ id }) => id === current)) {
    throw new InputError(
      `${KEY}.current is "${current}", which is none of the keys that can sign (${
        usable.map(({ id }) => id).join(', ') || 'there is none'
      })`,
    );
  }
  const signs = (entry: KeyEntry) =>
    current === undefined ? usable.includes(entry) : entry.id === current;
  return {
    current,
    signers: usable
      .filter(signs)
      .flatMap(({ signer, window }) =>
        signer ? [{ key: signer, window }] : [],
      ),
    keys: entries.map(entry => ({
      keyId: entry.id,
      algorithm: entry.verifier.algorithm,
      publicKey: entry.verifier.publicKey,
      status: statusOf(entry, signs(entry)),
      ...entry.window,
    })),
  };
}

function statusOf(
  entry: KeyEntry,
  isCurrent: boolean,
): VerificationKey['status'] {
  if (entry.isRevoked) return 'revoked';
  return isCurrent ? 'current' : 'retired';
}
