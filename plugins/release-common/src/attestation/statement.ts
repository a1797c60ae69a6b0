import { z } from 'zod';
import { sha256, utcTime } from '../contracts/primitives';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
/** DSSE payload type of an in-toto statement. */
export const STATEMENT_PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** What is attested, each under `https://adaptive-delivery.io/<kind>/v1`. */
export const statementKinds = [
  'build-info',
  'risk-inputs',
  'risk-decision',
  'verdict',
  'promotion',
  'rollback-record',
  'ledger-root',
] as const;
export type StatementKind = (typeof statementKinds)[number];

export const predicateTypeOf = (kind: StatementKind) =>
  `https://adaptive-delivery.io/${kind}/v1`;

export const predicateType = z.enum(
  statementKinds.map(predicateTypeOf) as [string, ...string[]],
);

/** An earlier statement, by the SHA-256 of its payload. */
export const statementLink = z.strictObject({ predicateType, sha256 });
export type StatementLink = z.infer<typeof statementLink>;

const subject = z.strictObject({
  name: z.string().min(1).max(300),
  digest: z.strictObject({ sha256 }),
});

/**
 * An in-toto Statement v1 with our one form of predicate: when it was signed,
 * what it builds on, and the document itself.
 *
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export const statement = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(subject).min(1).max(1000),
  predicateType,
  predicate: z.strictObject({
    signedAt: utcTime,
    previous: z.array(statementLink).max(1000),
    content: z.record(z.string(), z.unknown()),
  }),
});
export type Statement = z.infer<typeof statement>;

/** What a statement is about: names with their lower-case hex SHA-256. */
export type StatementSubject = { name: string; sha256: string };

/** @param content - the contract's document, which becomes part of the predicate */
export function createStatement(options: {
  kind: StatementKind;
  subject: readonly StatementSubject[];
  signedAt: Date;
  previous: readonly StatementLink[];
  content: Record<string, unknown>;
}): Statement {
  const { kind, signedAt, previous, content } = options;
  return {
    _type: STATEMENT_TYPE,
    subject: options.subject.map(({ name, sha256: digest }) => ({
      name,
      digest: { sha256: digest },
    })),
    predicateType: predicateTypeOf(kind),
    predicate: {
      signedAt: signedAt.toISOString(),
      previous: [...previous],
      content,
    },
  };
}
