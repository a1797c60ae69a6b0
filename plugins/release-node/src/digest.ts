import { canonicalJson } from '@adaptive-delivery/plugin-release-common';
import { createHash } from 'node:crypto';

/** Lower-case hex SHA-256 of UTF-8 text or bytes. */
export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256 of the canonical form (RFC 8785) of a JSON value. */
export function digestOf(value: unknown): string {
  return sha256Of(canonicalJson(value));
}
