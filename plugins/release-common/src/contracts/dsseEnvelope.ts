import { z } from 'zod';
import { text } from './primitives';

/** Base64 with padding, in the standard or the URL-safe alphabet. */
const base64 = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(
      /^(?:[A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}$/,
      'must be base64 with padding',
    )
    .refine(value => value.length % 4 === 0, {
      message: 'must be base64 with padding',
    });

/** 192 KiB of content. */
export const MAX_DSSE_PAYLOAD = 256 * 1024;

/**
 * A signed document in the JSON form of DSSE 1.0 (Dead Simple Signing
 * Envelope, secure-systems-lab/dsse, envelope.md). The shape says nothing
 * about whether a signature holds.
 */
export const dsseEnvelope = z.strictObject({
  payloadType: text(200),
  payload: base64(MAX_DSSE_PAYLOAD),
  signatures: z
    .array(
      z.strictObject({ keyid: text(500).optional(), sig: base64(16 * 1024) }),
    )
    .min(1)
    .max(10),
});
export type DsseEnvelope = z.infer<typeof dsseEnvelope>;
