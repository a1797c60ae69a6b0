import {
  ContractError,
  parseStrictJson,
  parseWith,
} from '@adaptive-delivery/plugin-release-common';
import { z } from 'zod';

const MAX_FAULTS = 5;

/** Faults as words that go on after the name of the file. */
function words({ faults }: ContractError): string {
  const [{ path, message }] = faults;
  if (path === '') return message;
  const shown = faults
    .slice(0, MAX_FAULTS)
    .map(fault => `${fault.path}: ${fault.message}`);
  const rest = faults.length - shown.length;
  return `is not valid: ${shown.join('; ')}${rest > 0 ? '; …' : ''}`;
}

/** Runs a step, with what is wrong with a report as a plain error. */
function told<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof ContractError) throw new Error(words(error));
    throw error;
  }
}

/**
 * The JSON of a report.
 *
 * @throws Error saying what is wrong, with the place in the report.
 */
export const readJson = (text: string): unknown =>
  told(() => parseStrictJson(text, 'report'));

/**
 * Checks what is read of a report; other keys of it are left out.
 *
 * @throws Error naming the first faults by path.
 */
export const checkReport = <T>(schema: z.ZodType<T>, report: unknown): T =>
  told(() => parseWith(schema, 'report', report));

/** A value as an object to look for keys in; empty for anything else. */
export const keysOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
