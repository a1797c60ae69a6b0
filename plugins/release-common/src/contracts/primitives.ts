import { z } from 'zod';

/** The contract version this release of the portal reads and writes. */
export const SCHEMA_VERSION = '1.0';

export const schemaVersion = z.literal(SCHEMA_VERSION);

const CONTROL = '\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029';
const BIDIRECTIONAL = '\\u202a-\\u202e\\u2066-\\u2069';

/** Matches text without the characters of a regular expression's class. */
const without = (characters: string) => new RegExp(`^[^${characters}]*$`);

/** Text that may be empty, but has no control characters. */
export const withoutControls = z
  .string()
  .regex(without(CONTROL), 'must not contain control characters')
  .refine(value => value.isWellFormed(), {
    message: 'must be well-formed Unicode',
  });

/**
 * Text that reaches screens, logs and other tools: no control characters or
 * line separators, no bidirectional overrides and no lone surrogates, so that
 * it cannot be made to read as something else.
 */
export const text = (maxLength: number) =>
  withoutControls
    .min(1)
    .max(maxLength)
    .regex(
      without(BIDIRECTIONAL),
      'must not contain bidirectional control characters',
    )
    .regex(/\S/, 'must not be blank');

/** Where something lies: any URI or path but the ones that run as a script when followed. */
export const reference = text(2000).refine(
  value => !/^\s*(?:javascript|data|vbscript):/i.test(value),
  { message: 'must not be a javascript:, data: or vbscript: reference' },
);

/** A name that may become part of a path, a label or an argument: letters, digits, `.`, `_`, `-`, `+`, `/`. */
export const artifactName = z
  .string()
  .min(1)
  .max(200)
  .regex(
    /^(?![/-])(?!.*\/$)(?!.*(?:^|\/)\.\.?(?:\/|$))(?!.*\/\/)[A-Za-z0-9._+/-]+$/,
    'must be a relative name of letters, digits and . _ + - / that does not start with - and has no empty, . or .. segments',
  );

/** Lower-case hex SHA-256, 64 characters. */
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a lower-case hex SHA-256 (64 characters)');

/** A full Git object name: SHA-1 (40) or SHA-256 (64), lower-case hex. */
export const gitCommit = z
  .string()
  .regex(
    /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/,
    'must be a full lower-case Git commit id',
  );

/** RFC 3339 in UTC with the `Z` suffix, from 1970 on. */
export const utcTime = z.iso
  .datetime({
    message: 'must be an RFC 3339 time in UTC, such as 2026-11-23T15:04:05Z',
  })
  .max(40)
  .refine(value => !(Date.parse(value) < 0), {
    message: 'must not be before 1970',
  });

/** An e-mail address as Git keeps it; whether it takes mail is another matter. */
export const emailAddress = text(254).regex(
  /^[^\s@<>]+@[^\s@<>]+$/,
  'must be an e-mail address such as ann@example.com',
);

/** `kind:namespace/name`, lower case, as the catalog normalizes it. */
export const entityRef = z
  .string()
  .max(200)
  .regex(
    /^[a-z][a-z0-9-]*:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\/[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/,
    'must be a full entity reference such as component:default/payments-service',
  );

/** `<scheme>:<name>` of a deployment target, such as `lab:payments-service`. */
export const targetRef = z
  .string()
  .max(200)
  .regex(
    /^[a-z][a-z0-9-]*:(?!(?:.*\/)?\.\.?(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/,
    'must be <driver>:<name>, such as kubernetes:production/payments',
  );

export const identifier = z
  .string()
  .min(1)
  .max(120)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:#+-]*$/,
    'must start with a letter or digit and hold only letters, digits and . _ : # + -',
  );

export const environmentName = z
  .string()
  .max(63)
  .regex(/^[a-z][a-z0-9-]*$/, 'must be lower case, such as production');

export const uuid = z.uuid();

export const count = z.int().min(0);
export const share = z.number().min(0).max(1);
export const percent = z.number().min(0).max(100);
export const seconds = z.number().min(0);

/**
 * An absolute http or https URL, without credentials. The form is checked
 * before the URL is parsed, because parsers drop line breaks in silence.
 */
export const httpUrl = z
  .string()
  .max(2000)
  .regex(
    /^https?:\/\/[^\s@/?#\\]+(?:[/?#]|$)/,
    'must be an http or https URL without credentials',
  )
  .regex(
    without(`\\s\\\\${CONTROL}${BIDIRECTIONAL}`),
    'must not contain white space, backslashes or control characters',
  )
  .refine(value => value.isWellFormed(), {
    message: 'must be well-formed Unicode',
  })
  .check(z.url({ message: 'must be an http or https URL' }));

export const operatingSystem = z.enum(['linux', 'windows', 'arm']);
export type OperatingSystem = z.infer<typeof operatingSystem>;

export const riskBand = z.enum(['low', 'medium', 'high', 'critical']);
export type RiskBand = z.infer<typeof riskBand>;

export const strategyName = z.enum([
  'rolling',
  'canary',
  'blueGreen',
  'blocked',
]);
export type StrategyName = z.infer<typeof strategyName>;

export const enforcementMode = z.enum(['shadow', 'advisory', 'enforced']);
export type EnforcementMode = z.infer<typeof enforcementMode>;

export const verdictName = z.enum(['promote', 'slow', 'rollback']);
export type VerdictName = z.infer<typeof verdictName>;

/**
 * Why a verdict is what it is. Only `healthy` allows a promotion and only
 * `degraded` a rollback; the other four are kept apart because each asks for
 * another reaction.
 */
export const verdictCause = z.enum([
  'healthy',
  'degraded',
  'inconclusive',
  'insufficientSamples',
  'noData',
  'sourceUnavailable',
]);
export type VerdictCause = z.infer<typeof verdictCause>;
