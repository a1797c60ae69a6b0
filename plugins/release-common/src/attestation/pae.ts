/**
 * The bytes that a DSSE signature covers (pre-authentication encoding).
 *
 * @see https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
 */
export function pae(payloadType: string, payload: Uint8Array): Uint8Array {
  const encoder = new TextEncoder();
  const { length } = encoder.encode(payloadType);
  const header = encoder.encode(
    `DSSEv1 ${length} ${payloadType} ${payload.length} `,
  );
  const bytes = new Uint8Array(header.length + payload.length);
  bytes.set(header);
  bytes.set(payload, header.length);
  return bytes;
}
