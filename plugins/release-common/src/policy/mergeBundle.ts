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

type SectionResult = { data: unknown } | { faults: PolicyFault[] };

/** Every section is checked, those that a later file replaces too. */
function checkSection(
  section: keyof Policy,
  value: unknown,
  file: string,
): SectionResult {
  const result = policySchema.shape[section].safeParse(value, {
    error: issue => (issue.input === undefined ? 'is missing' : undefined),
  });
  if (result.success) return { data: result.data };
  return {
    faults: result.error.issues.flatMap(issue =>
      issueFaults(issue, file).map(fault => ({
        ...fault,
        keys: [section, ...fault.keys],
      })),
    ),
  };
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Makes one policy of the files of a bundle: a section of a later file
 * replaces the whole section of an earlier one.
 *
 * @throws PolicyError naming every fault by file and key.
 */
export function mergeBundle(files: readonly PolicyFile[]): Policy {
  const faults: PolicyFault[] = [];
  const merged: Record<string, unknown> = {};
  for (const { path: file, document } of files) {
    if (!isObject(document)) {
      const message = `must hold sections, such as ${policySections.join(
        ', ',
      )}`;
      faults.push({ file, keys: [], message });
      continue;
    }
    for (const [key, value] of Object.entries(document)) {
      if (!isSection(key)) {
        const message = `is not a section; the sections are ${policySections.join(
          ', ',
        )}`;
        faults.push({ file, keys: [key], message });
        continue;
      }
      const result = checkSection(key, value, file);
      if ('faults' in result) faults.push(...result.faults);
      merged[key] = 'data' in result ? result.data : value;
    }
  }
  for (const section of policySections) {
    const isNeeded = !policySchema.shape[section].safeParse(undefined).success;
    if (isNeeded && !Object.hasOwn(merged, section)) {
      const message = 'no file of the bundle holds this section';
      faults.push({ file: null, keys: [section], message });
    }
  }
  if (faults.length > 0) throw new PolicyError(faults);
  return policySchema.parse(merged);
}
