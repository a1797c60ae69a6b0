import {
  DsseEnvelope,
  STATEMENT_PAYLOAD_TYPE,
  encodeBase64,
} from '@adaptive-delivery/plugin-release-common';

/** A statement as it is kept: exactly the text that was signed. */
export type SignedStatement = {
  predicateType: string;
  payload: string;
  /** Of the payload. */
  sha256: string;
  signatures: DsseEnvelope['signatures'];
  /** RFC 3339, UTC. */
  signedAt: string;
};

export function toEnvelope(
  signed: Pick<SignedStatement, 'payload' | 'signatures'>,
): DsseEnvelope {
  return {
    payload: encodeBase64(new TextEncoder().encode(signed.payload)),
    payloadType: STATEMENT_PAYLOAD_TYPE,
    signatures: signed.signatures,
  };
}
