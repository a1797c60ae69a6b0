import { createHmac, timingSafeEqual } from 'node:crypto';

const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/** Whether the header has the form of a signature, before the body is read. */
export const hasSignatureForm = (signature?: string): signature is string =>
  SIGNATURE.test(signature ?? '');

/**
 * GitHub's webhook signature: `sha256=` and the hex HMAC-SHA256 of the raw body
 * under the webhook secret (docs.github.com, "Validating webhook deliveries").
 * Any of the secrets may have signed, so that one can be changed without a gap.
 */
export function isSigned(request: {
  secrets: readonly string[];
  signature: string;
  body: Uint8Array;
}): boolean {
  const { secrets, signature, body } = request;
  if (!hasSignatureForm(signature)) return false;
  const given = Buffer.from(signature.slice('sha256='.length), 'hex');
  // Every secret is tried, so that the time taken does not tell which fits.
  const fits = secrets.map(secret =>
    timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given),
  );
  return fits.includes(true);
}
