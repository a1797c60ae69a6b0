import { z } from 'zod';

/**
 * Any DSSE envelope: our own statements outgrow the bounds that
 * `dsseEnvelope` sets for documents of others inside a contract. Fields that
 * other signers add are dropped, for no signature covers them.
 *
 * @see https://github.com/secure-systems-lab/dsse/blob/master/envelope.md
 */
export const signedEnvelope = z.object({
  payload: z.string().max(90_000_000),
  payloadType: z.string().min(1).max(200),
  signatures: z
    .array(
      z.object({
        /** A hint that narrows which keys are tried; not authenticated. */
        keyid: z.string().max(500).optional(),
        sig: z.string().min(1).max(20_000),
      }),
    )
    .min(1)
    .max(20),
});
