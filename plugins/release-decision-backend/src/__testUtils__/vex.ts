import {
  DsseEnvelope,
  Submission,
  VexFinding,
} from '@adaptive-delivery/plugin-release-common';
import {
  SigningKey,
  readSigningKey,
  signEnvelope,
} from '@adaptive-delivery/plugin-release-node';
import { generateKeyPairSync } from 'node:crypto';
import { TrustedKey } from '../vex';
import { COMPONENT, digestNumber, sampleSubmission } from './samples';

export const CVE = 'CVE-2026-1111';
export const IN_TOTO = 'application/vnd.in-toto+json';
export const OPENVEX = 'application/vnd.openvex+json';

function newKey(keyId: string, type: 'ed25519' | 'ec'): SigningKey {
  const { privateKey } =
    type === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return readSigningKey(pem, keyId);
}

export const security = newKey('security-2026', 'ed25519');
export const supplier = newKey('supplier', 'ec');
export const stranger = newKey('stranger', 'ed25519');

export const trustedKeys: TrustedKey[] = [
  [security, 'Product security'] as const,
  [supplier, 'The supplier'] as const,
].map(([{ keyId, algorithm, publicKey }, subject]) => ({
  keyId,
  algorithm,
  publicKey,
  status: 'current' as const,
  notBefore: null,
  notAfter: null,
  subject,
}));

/** A statement of OpenVEX 0.2.0 about CVE-2026-1111. */
export const statement = (more: object = {}) => ({
  vulnerability: { name: CVE },
  status: 'not_affected',
  justification: 'vulnerable_code_not_in_execute_path',
  ...more,
});

export const openVex = (statements: object[], more: object = {}) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://openvex.dev/docs/example/vex-1',
  author: 'Product security',
  timestamp: '2026-11-19T10:00:00Z',
  version: 1,
  statements,
  ...more,
});

/** An in-toto statement about the artifact of sampleSubmission. */
export const attested = (
  predicate: object,
  sha256s: string[] = [digestNumber(1)],
  more: object = {},
) => ({
  _type: 'https://in-toto.io/Statement/v1',
  predicateType: 'https://openvex.dev/ns/v0.2.0',
  subject: sha256s.map((sha256, index) => ({
    name: `artifact-${index}`,
    digest: { sha256 },
  })),
  predicate,
  ...more,
});

export const signed = (
  payload: object | string,
  options: { by?: SigningKey[]; type?: string } = {},
): DsseEnvelope =>
  signEnvelope(
    options.type ?? IN_TOTO,
    Buffer.from(
      typeof payload === 'string' ? payload : JSON.stringify(payload),
    ),
    options.by ?? [security],
  );

/** A good build with one critical vulnerability and these VEX documents. */
export function withVex(
  envelopes: DsseEnvelope[],
  change: Parameters<typeof sampleSubmission>[0] = {},
): Submission {
  return sampleSubmission({
    ...change,
    risk: {
      vulnerabilities: [
        {
          id: 'GHSA-aaaa-bbbb-cccc',
          aliases: [CVE],
          severity: 'critical',
          cvss: 9.8,
          epss: 0.4,
        },
      ],
      vexStatements: envelopes.map(envelope => ({ envelope })),
      ...change.risk,
    },
  });
}

export const describeFindings = (findings: readonly VexFinding[]) =>
  findings.map(({ excused, words }) => `${excused ? 'yes' : 'no'}: ${words}`);

export { COMPONENT, digestNumber };
