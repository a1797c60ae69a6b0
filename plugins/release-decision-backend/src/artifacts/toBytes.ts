/** A document as it is stored: the same bytes for the same document. */
export function toBytes(document: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`);
}
