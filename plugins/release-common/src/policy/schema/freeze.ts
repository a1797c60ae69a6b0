import { IANAZone } from 'luxon';
import { z } from 'zod';
import { identifier, text } from '../../contracts/primitives';
import { isLocalTime, parseWeekTime } from '../localTime';
import { glob } from './glob';

const timeZone = text(100).refine(name => IANAZone.isValidZone(name), {
  error: issue =>
    `"${issue.input}" is not a time zone; write an IANA name such as Europe/Berlin or UTC`,
});

const localTime = z.string().max(20).refine(isLocalTime, {
  message:
    'must be a local date and time without an offset, such as 2026-12-18T18:00; the offset comes from timeZone',
});

const weekTime = z
  .string()
  .max(20)
  .refine(value => parseWeekTime(value) !== null, {
    message: 'must be a day and a time of the week, such as Fri 16:00',
  });

/**
 * A time in which nothing is released. From the first moment of `from` up to,
 * and without, `until`; both in the zone of the window.
 */
export const freezeWindow = z
  .strictObject({
    name: identifier,
    why: text(300),
    component: glob.optional(),
    environment: glob.optional(),
    timeZone,
    from: localTime.optional(),
    until: localTime.optional(),
    weekly: z.strictObject({ from: weekTime, until: weekTime }).optional(),
    /** Changes that fix a fault go out all the same. */
    exceptFixes: z.boolean().optional(),
  })
  .check(context => {
    const { from, until, weekly } = context.value;
    const fail = (path: string[], message: string) =>
      context.issues.push({
        code: 'custom',
        path,
        message,
        input: context.value,
      });
    if (weekly ? from || until : !from || !until) {
      fail([], 'needs either from and until, or weekly');
    } else if (from && until && until <= from) {
      fail(['until'], 'must be after from');
    } else if (weekly && isSameMoment(weekly.from, weekly.until)) {
      fail(
        ['weekly', 'until'],
        'must not be the same as from: nothing would ever be released',
      );
    }
  });
export type FreezeWindow = z.infer<typeof freezeWindow>;

function isSameMoment(a: string, b: string): boolean {
  const [one, other] = [parseWeekTime(a), parseWeekTime(b)];
  return (
    one !== null &&
    other !== null &&
    one.weekday === other.weekday &&
    one.minutes === other.minutes
  );
}

export const freezeWindowsSection = z
  .array(freezeWindow)
  .max(200)
  .check(context => {
    const seen = new Set<string>();
    context.value.forEach(({ name }, index) => {
      if (seen.has(name)) {
        context.issues.push({
          code: 'custom',
          path: [index, 'name'],
          message: `"${name}" is named twice`,
          input: name,
        });
      }
      seen.add(name);
    });
  })
  .default([]);
