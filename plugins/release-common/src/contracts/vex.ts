import { z } from 'zod';
import { entityRef, sha256, text, utcTime } from './primitives';

/**
 * What the portal made of the VEX statements about one vulnerability of the
 * scan, at the time of the decision. Only `excused` takes it out of the gates
 * and the score.
 */
export const vexFinding = z.strictObject({
  /** As the scan names it. */
  vulnerability: text(100),
  /** Whose, in a bundle. */
  component: entityRef.optional(),
  excused: z.boolean(),
  /** Why it excuses or does not, to follow the id of the vulnerability. */
  words: text(500),
  /** The statement that excuses it; absent where none does. */
  statement: z
    .strictObject({
      status: z.enum(['not_affected', 'fixed']),
      justification: text(200).optional(),
      issuedAt: utcTime,
      /** Whose key signed it, as the configuration of the portal names it. */
      signedBy: text(200),
      keyId: text(200),
      /** SHA-256 of the signed document. */
      sha256,
    })
    .optional(),
});
export type VexFinding = z.infer<typeof vexFinding>;
