import {
  parseStrictJson,
  parseWith,
} from '@adaptive-delivery/plugin-release-common';
import { z } from 'zod';

/** How an OpenVEX document may be signed: in an in-toto statement, or as it is. */
export const IN_TOTO = 'application/vnd.in-toto+json';
const PLAIN = [
  'application/vnd.openvex+json',
  'application/openvex+json',
  'application/json',
  'text/vex',
];
export const vexPayloadTypes: readonly string[] = [IN_TOTO, ...PLAIN];

const time = z.iso.datetime({ offset: true });
const name = z.string().min(1).max(500);

/** What a statement is about. */
type Product = {
  '@id'?: string;
  identifiers?: { purl?: string };
  hashes?: Record<string, string>;
};

/** Documents before 0.2.0 give a bare string where later ones have an object. */
const vulnerability = z.union([
  name.transform(value => ({ name: value, aliases: [] })),
  z.object({ name, aliases: z.array(name).max(100).default([]) }),
]);
const product = z.union([
  name.transform((id): Product => ({ '@id': id })),
  z.object({
    '@id': name.optional(),
    identifiers: z.object({ purl: name.optional() }).optional(),
    hashes: z.record(z.string().max(40), z.string().max(200)).optional(),
  }),
]);
/** The part of OpenVEX 0.2.0 that decides whether a statement excuses. */
const openVexDocument = z.object({
  '@context': z.string().regex(/^https:\/\/openvex\.dev\/ns(?:\/v[\d.]+)?$/, {
    message: 'must be https://openvex.dev/ns, with or without a version',
  }),
  timestamp: time,
  statements: z
    .array(
      z.object({
        vulnerability,
        timestamp: time.optional(),
        last_updated: time.optional(),
        products: z.array(product).max(1000).optional(),
        status: z.enum([
          'not_affected',
          'affected',
          'fixed',
          'under_investigation',
        ]),
        justification: z
          .enum([
            'component_not_present',
            'vulnerable_code_not_present',
            'vulnerable_code_not_in_execute_path',
            'vulnerable_code_cannot_be_controlled_by_adversary',
            'inline_mitigations_already_exist',
          ])
          .optional(),
      }),
    )
    .min(1)
    .max(1000),
});
type OpenVexStatement = z.infer<typeof openVexDocument>['statements'][0];

const inTotoStatement = z.object({
  _type: z.enum([
    'https://in-toto.io/Statement/v0.1',
    'https://in-toto.io/Statement/v1',
  ]),
  predicateType: openVexDocument.shape['@context'],
  subject: z
    .array(
      z.object({
        name: z.string().max(500).optional(),
        digest: z.record(z.string().max(40), z.string().max(200)),
      }),
    )
    .min(1)
    .max(1000),
  predicate: openVexDocument,
});
type Subject = z.infer<typeof inTotoStatement>['subject'][0];

/** What one statement says of one vulnerability. */
export type VexAssertion = {
  /** Every id of the vulnerability, in upper case. */
  ids: ReadonlySet<string>;
  status: OpenVexStatement['status'];
  justification: OpenVexStatement['justification'];
  issuedAt: Date;
  /** SHA-256 of the artifacts that it is about, lower case. */
  digests: ReadonlySet<string>;
  /** What else it says that it is about, in lower case. */
  names: ReadonlySet<string>;
};

const SHA256 = /^[0-9a-f]{64}$/;
const IN_PURL = /sha256(?::|%3a)([0-9a-f]{64})/;

function digestsOf(item: Product): string[] {
  const { identifiers, hashes } = item;
  return [
    ...[item['@id'], identifiers?.purl].flatMap(
      text => IN_PURL.exec(text?.toLowerCase() ?? '')?.[1] ?? [],
    ),
    hashes?.['sha-256']?.toLowerCase() ?? '',
  ].filter(value => SHA256.test(value));
}

const subjectDigest = ({ digest }: Subject) =>
  [digest.sha256?.toLowerCase() ?? ''].filter(value => SHA256.test(value));

/**
 * What a statement within an attestation is about: the subjects, or those of
 * them that it lists as products (OpenVEX, ATTESTING.md).
 */
function attestedDigests(
  products: readonly Product[] | undefined,
  subjects: readonly Subject[],
): string[] {
  if (!products) return subjects.flatMap(subjectDigest);
  const listed = new Set(products.flatMap(digestsOf));
  const ids = new Set(products.map(item => item['@id']));
  return subjects
    .filter(
      subject =>
        (subject.name !== undefined && ids.has(subject.name)) ||
        subjectDigest(subject).some(digest => listed.has(digest)),
    )
    .flatMap(subjectDigest);
}

function assertionOf(
  statement: OpenVexStatement,
  documentTime: string,
  subjects: readonly Subject[] | null,
): VexAssertion {
  const { products, status, justification } = statement;
  const { name: id, aliases } = statement.vulnerability;
  const { timestamp = documentTime, last_updated = timestamp } = statement;
  return {
    ids: new Set([id, ...aliases].map(value => value.toUpperCase())),
    status,
    justification,
    issuedAt: new Date(last_updated),
    digests: new Set(
      subjects
        ? attestedDigests(products, subjects)
        : (products ?? []).flatMap(digestsOf),
    ),
    names: new Set(
      subjects
        ? []
        : (products ?? []).flatMap(item => item['@id']?.toLowerCase() ?? []),
    ),
  };
}

/**
 * Reads the payload of a signed VEX document.
 *
 * @see https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md
 * @see https://github.com/openvex/spec/blob/main/ATTESTING.md
 * @param payload - UTF-8
 * @throws ContractError naming what is wrong.
 */
export function readOpenVex(
  payloadType: string,
  payload: Uint8Array,
): VexAssertion[] {
  const text = new TextDecoder().decode(payload);
  const value = parseStrictJson(text, 'VEX document');
  if (payloadType === IN_TOTO) {
    const { subject, predicate } = parseWith(
      inTotoStatement as z.ZodType<z.infer<typeof inTotoStatement>>,
      'in-toto statement',
      value,
    );
    return predicate.statements.map(statement =>
      assertionOf(statement, predicate.timestamp, subject),
    );
  }
  const document = parseWith(
    openVexDocument as z.ZodType<z.infer<typeof openVexDocument>>,
    'OpenVEX document',
    value,
  );
  return document.statements.map(statement =>
    assertionOf(statement, document.timestamp, null),
  );
}
