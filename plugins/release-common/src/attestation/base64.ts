const STANDARD = /^[A-Za-z0-9+/]*={0,2}$/;
const URL_SAFE = /^[A-Za-z0-9_-]*={0,2}$/;

/** Standard base64 with padding (RFC 4648, section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}

/**
 * Reads padded base64 in one of its two alphabets. Only the one text that an
 * encoder writes is taken: no white space, no missing padding, no loose bits,
 * no mix of alphabets.
 *
 * @returns null when the text is anything else.
 */
export function decodeBase64(text: string): Uint8Array | null {
  if (!STANDARD.test(text) && !URL_SAFE.test(text)) return null;
  if (text.length % 4 !== 0) return null;
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(standard), char => char.charCodeAt(0));
  return encodeBase64(bytes) === standard ? bytes : null;
}
