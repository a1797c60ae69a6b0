import { createHmac, timingSafeEqual } from 'node:crypto';

/** Older, or further ahead, than this a request is refused. */
export const MAX_AGE_SECONDS = 300;

export type SignatureVerdict = 'valid' | 'unsigned' | 'stale' | 'forged';

const SIGNATURE = /^v0=([0-9a-f]{64})$/;
const TIMESTAMP = /^[0-9]{1,11}$/;

/** Whether the headers have the form of a signed request, before the body is read. */
export function hasSignatureForm(headers: {
  signature?: string;
  timestamp?: string;
}): headers is { signature: string; timestamp: string } {
  return (
    SIGNATURE.test(headers.signature ?? '') &&
    TIMESTAMP.test(headers.timestamp ?? '')
  );
}

/**
 * Slack's request signature, version 0: `v0=` and the hex HMAC-SHA256 of
 * `v0:{timestamp}:{raw body}` under the app's signing secret
 * (docs.slack.dev, "Verifying requests from Slack"). Any of the secrets may
 * have signed, so that one can be changed without a gap.
 *
 * @param timestamp - seconds since 1970, as sent.
 */
export function verifySignature(request: {
  secrets: readonly string[];
  signature?: string;
  timestamp?: string;
  body: Uint8Array;
  nowMs: number;
}): SignatureVerdict {
  const { secrets, signature, timestamp, body, nowMs } = request;
  const headers = { signature, timestamp };
  if (!hasSignatureForm(headers)) return 'unsigned';
  const age = Math.abs(nowMs / 1000 - Number(headers.timestamp));
  if (age > MAX_AGE_SECONDS) return 'stale';
  const given = Buffer.from(headers.signature.slice('v0='.length), 'hex');
  // Every secret is tried, so that the time taken does not tell which fits.
  const fits = secrets.map(secret =>
    timingSafeEqual(
      createHmac('sha256', secret)
        .update(`v0:${headers.timestamp}:`)
        .update(body)
        .digest(),
      given,
    ),
  );
  return fits.includes(true) ? 'valid' : 'forged';
}
