import { z } from 'zod';
import { buildInfo } from './buildInfo';
import { integrationManifest } from './integrationManifest';
import { riskDecision } from './riskDecision';
import { riskInputs } from './riskInputs';
import { rollbackRecord } from './rollbackRecord';
import { verdict } from './verdict';

/** Every contract by its file name without `.json`. */
export const contracts = {
  'build-info': buildInfo,
  'risk-inputs': riskInputs,
  'risk-decision': riskDecision,
  verdict,
  'integration-manifest': integrationManifest,
  'rollback-record': rollbackRecord,
} as const;

export type ContractName = keyof typeof contracts;
export type Contract<N extends ContractName> = z.infer<(typeof contracts)[N]>;

/** One thing that is wrong with a document. */
export type Fault = {
  /** Where, as `artifacts[0].sha256`; empty for the document itself. */
  path: string;
  message: string;
};

/** A hostile document must not make an answer larger than itself. */
const MAX_FAULTS = 100;
const MAX_KEY_LENGTH = 120;

function firstFaults(faults: Fault[]): Fault[] {
  if (faults.length <= MAX_FAULTS) return faults;
  return [
    ...faults.slice(0, MAX_FAULTS),
    { path: '', message: `and ${faults.length - MAX_FAULTS} more faults` },
  ];
}

/**
 * A document that does not keep its contract; `faults` names every place, the
 * first 100 of them by path.
 */
export class ContractError extends Error {
  readonly name = 'ContractError';
  readonly faults: Fault[];

  constructor(readonly document: string, allFaults: Fault[]) {
    const faults = firstFaults(allFaults);
    super(
      `${document} is not valid: ${faults
        .map(fault => `${fault.path || '(document)'}: ${fault.message}`)
        .join('; ')}`,
    );
    this.faults = faults;
  }
}

/** `['artifacts', 0, 'sha256']` as `artifacts[0].sha256`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const full = String(key);
    const name =
      full.length > MAX_KEY_LENGTH ? `${full.slice(0, MAX_KEY_LENGTH)}…` : full;
    if (/^[A-Za-z_$][\w$]*$/.test(name)) return text ? `${text}.${name}` : name;
    return `${text}[${JSON.stringify(name)}]`;
  }, '');
}

function toFaults(error: z.ZodError): Fault[] {
  return error.issues.flatMap(issue => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key => ({
        path: formatPath([...issue.path, key]),
        message: 'unknown key',
      }));
    }
    return [{ path: formatPath(issue.path), message: issue.message }];
  });
}

/**
 * Checks a value against a schema.
 *
 * @throws ContractError naming every fault by path.
 */
export function parseWith<T>(
  schema: z.ZodType<T>,
  document: string,
  value: unknown,
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ContractError(document, toFaults(result.error));
}

/**
 * Checks a value against one of the contracts.
 *
 * @throws ContractError naming every fault by path.
 */
export function parseContract<N extends ContractName>(
  name: N,
  value: unknown,
): Contract<N> {
  return parseWith(
    contracts[name] as unknown as z.ZodType<Contract<N>>,
    name,
    value,
  );
}
