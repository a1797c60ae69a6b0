import { z } from 'zod';

const NOT_A_CURSOR = 'must be a nextCursor of an earlier answer of this list';

/** The largest value of the columns that lists are ordered by. */
const MAX_INTEGER = 2 ** 31 - 1;

const cursor = (max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, NOT_A_CURSOR)
    .refine(value => Number(value) <= max, { message: NOT_A_CURSOR });

/**
 * A number in a query, in plain digits: neither `1e1` nor `0x10`, a blank or
 * anything else that JavaScript would read as a number.
 *
 * @param form - what its text has to look like.
 */
const plainNumber = (form: RegExp, message: string) =>
  [
    (value: unknown) =>
      typeof value === 'string' && form.test(value) ? Number(value) : value,
    z.number({ message }),
  ] as const;

/** `cursor` of a list that is ordered by an integer. */
export const pageCursor = cursor(MAX_INTEGER);

/** `cursor` of a ledger. */
export const ledgerCursor = cursor(Number.MAX_SAFE_INTEGER);

/** `limit` of a list: from 1 to `max`. */
export function pageLimit(max: number, otherwise: number) {
  const [read, number] = plainNumber(
    /^\d{1,9}$/,
    `must be a whole number from 1 to ${max}`,
  );
  return z.preprocess(read, number.min(1).max(max)).default(otherwise);
}

/** Seconds from 0 to `max`, with up to three decimals; 0 when left out. */
export function waitingTime(max: number) {
  const [read, number] = plainNumber(
    /^\d{1,6}(?:\.\d{1,3})?$/,
    `must be a number of seconds from 0 to ${max}`,
  );
  return z.preprocess(read, number.min(0).max(max)).default(0);
}
