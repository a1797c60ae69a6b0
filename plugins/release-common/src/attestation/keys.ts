import { z } from 'zod';
import { utcTime } from '../contracts/primitives';

export const signatureAlgorithm = z.enum(['ed25519', 'ecdsa-p256']);
export type SignatureAlgorithm = z.infer<typeof signatureAlgorithm>;

export const keyId = z
  .string()
  .min(1)
  .max(100)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:-]*$/,
    'must start with a letter or digit and hold only letters, digits and . _ : -',
  );

/**
 * A public key. `current` signs; `retired` still verifies what it signed;
 * nothing that a `revoked` key signed is believed.
 */
export const verificationKey = z.strictObject({
  keyId,
  algorithm: signatureAlgorithm,
  /** SubjectPublicKeyInfo as PEM. */
  publicKey: z.string().max(2000),
  status: z.enum(['current', 'retired', 'revoked']),
  /** The key signs from then on; null: always did. */
  notBefore: utcTime.nullable(),
  /** The key signs until then; null: no end. */
  notAfter: utcTime.nullable(),
});
export type VerificationKey = z.infer<typeof verificationKey>;

/** Answer of `GET /v1/keys`, and what `--keys` of the commands takes. */
export const keySet = z
  .strictObject({ keys: z.array(verificationKey).max(200) })
  .check(context => {
    const seen = new Set<string>();
    context.value.keys.forEach((key, index) => {
      if (seen.has(key.keyId)) {
        context.issues.push({
          code: 'custom',
          path: ['keys', index, 'keyId'],
          message: `${key.keyId} stands in the list twice`,
          input: key.keyId,
        });
      }
      seen.add(key.keyId);
    });
  });
export type KeySet = z.infer<typeof keySet>;

/** Whether a key was to be used at a time, as signed statements claim theirs. */
export function coversTime(
  key: Pick<VerificationKey, 'notBefore' | 'notAfter'>,
  at: string,
): boolean {
  const time = Date.parse(at);
  return (
    (key.notBefore === null || Date.parse(key.notBefore) <= time) &&
    (key.notAfter === null || time <= Date.parse(key.notAfter))
  );
}
