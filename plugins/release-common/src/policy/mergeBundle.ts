import { z } from 'zod';
import { formatPath } from '../contracts';
import { Policy, policySchema, policySections } from './schema';

/** One file of a bundle, already parsed from YAML. */
export type PolicyFile = {
  /** As a person finds it, such as `policies/default/score.yaml`. */
  path: string;
  document: unknown;
};

/** One thing that is wrong with a bundle. */
export type PolicyFault = {
  /** Path of the file; null when no file is at fault but one is lacking. */
  file: string | null;
  /** Keys from the top of that file down to the fault. */
  keys: PropertyKey[];
  message: string;
};

/** `score.factors[2].weight: unknown key`, with the file in front. */
export function formatPolicyFault(fault: PolicyFault): string {
  const at = formatPath(fault.keys);
  return [fault.file, at, fault.message].filter(Boolean).join(': ');
}

/** A bundle that cannot be used; `faults` names every place. */
export class PolicyError extends Error {
  readonly name = 'PolicyError';

  constructor(readonly faults: PolicyFault[]) {
    super(
      `The policy bundle is not valid: ${faults
        .map(formatPolicyFault)
        .join('; ')}`,
    );
  }
}

const isSection = (key: string): key is keyof Policy =>
  (policySections as string[]).includes(key);

function issueFaults(issue: z.core.$ZodIssue, file: string | null) {
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map(key => ({
        file,
        keys: [...issue.path, key],
        message: 'unknown key',
      }))
    : [{ file, keys: [...issue.path], message: issue.message }];
}

/**
 * Makes one policy of the files of a bundle: a section of a later file
 * replaces the whole section of an earlier one.
 *
 * @throws PolicyError naming every fault by file and key.
 */
export function mergeBundle(files: readonly PolicyFile[]): Policy {
  const faults: PolicyFault[] = [];
  const merged: Record<string, unknown> = {};
  const origin = new Map<string, string>();
  for (const { path, document } of files) {
    if (
      typeof document !== 'object' ||
      document === null ||
      Array.isArray(document)
    ) {
      faults.push({
        file: path,
        keys: [],
        message: `must hold sections, such as ${policySections.join(', ')}`,
      });
      continue;
    }
    for (const [key, value] of Object.entries(document)) {
      if (isSection(key)) {
        merged[key] = value;
        origin.set(key, path);
      } else {
        faults.push({
          file: path,
          keys: [key],
          message: `is not a section; the sections are ${policySections.join(
            ', ',
          )}`,
        });
      }
    }
  }
  for (const section of policySections) {
    if (!origin.has(section)) {
      faults.push({
        file: null,
        keys: [section],
        message: 'no file of the bundle holds this section',
      });
    }
  }
  const result = policySchema.safeParse(merged);
  if (!result.success) {
    faults.push(
      ...result.error.issues
        .filter(issue => origin.has(String(issue.path[0])))
        .flatMap(issue =>
          issueFaults(issue, origin.get(String(issue.path[0])) ?? null),
        ),
    );
  }
  if (faults.length > 0 || !result.success) throw new PolicyError(faults);
  return result.data;
}
