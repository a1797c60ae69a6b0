import {
  STATEMENT_PAYLOAD_TYPE,
  StatementKind,
  StatementLink,
  VerificationKey,
  createStatement,
  pae,
  predicateTypeOf,
} from '@adaptive-delivery/plugin-release-common';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';

const subject = [{ name: 'payments-service', sha256: 'c'.repeat(64) }];

/** A key pair and what it signs. */
export function testSigner(keyId = 'portal-1') {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key: VerificationKey = {
    keyId,
    algorithm: 'ed25519',
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    status: 'current',
    notBefore: null,
    notAfter: null,
  };
  const attest = (kind: StatementKind, previous: StatementLink[]) => {
    const statement = createStatement({
      kind,
      subject,
      previous,
      signedAt: new Date('2026-11-23T15:00:00Z'),
      content: {},
    });
    const payload = Buffer.from(JSON.stringify(statement));
    const message = pae(STATEMENT_PAYLOAD_TYPE, new Uint8Array(payload));
    return {
      envelope: {
        payloadType: STATEMENT_PAYLOAD_TYPE,
        payload: payload.toString('base64'),
        signatures: [
          {
            keyid: keyId,
            sig: sign(null, message, privateKey).toString('base64'),
          },
        ],
      },
      link: {
        predicateType: predicateTypeOf(kind),
        sha256: createHash('sha256').update(payload).digest('hex'),
      },
    };
  };
  /** Build, evidence and decision, each naming the one before. */
  const decision = () => {
    const build = attest('build-info', []);
    const inputs = attest('risk-inputs', [build.link]);
    const decided = attest('risk-decision', [inputs.link]);
    return [build, inputs, decided].map(({ envelope }) => envelope);
  };
  return { key, decision };
}
