import { DateTime } from 'luxon';
import { Candidate, FreezeFinding } from '../contracts';
import { matchesGlob } from './glob';
import {
  Span,
  parseWeekTime,
  spanBetween,
  weeklySpansAround,
} from './localTime';
import { Policy } from './schema';
import { FreezeWindow } from './schema/freeze';
import { shorten } from './shorten';

/** What a freeze window may look at. */
export type FreezeSubject = {
  /** Of the release; of a bundle, those of its parts too. */
  components: readonly string[];
  environment: string;
  /** Undefined where the pipeline does not say; that is no fix. */
  isFix: boolean | undefined;
};

function isMeant(window: FreezeWindow, subject: FreezeSubject): boolean {
  const { component, environment, exceptFixes } = window;
  return (
    (!component ||
      subject.components.some(item => matchesGlob(component, item))) &&
    (!environment || matchesGlob(environment, subject.environment)) &&
    !(exceptFixes && subject.isFix === true)
  );
}

function spansAround(window: FreezeWindow, at: Date): Span[] {
  const { timeZone, from, until, weekly } = window;
  if (weekly) {
    const begin = parseWeekTime(weekly.from);
    const end = parseWeekTime(weekly.until);
    return begin && end ? weeklySpansAround(timeZone, begin, end, at) : [];
  }
  return from && until ? [spanBetween(timeZone, from, until)] : [];
}

/** The span that a window is in at a moment, or else its next; null when it is over. */
export function nextFreeze(window: FreezeWindow, at: Date): Span | null {
  return (
    spansAround(window, at)
      .filter(({ end }) => +end > +at)
      .sort((a, b) => +a.start - +b.start)
      .at(0) ?? null
  );
}

/** `Mon 30 Nov 2026 06:00 Europe/Berlin (2026-11-30T05:00Z)` */
export function describeMoment(at: Date, timeZone: string): string {
  const inZone = DateTime.fromJSDate(at, { zone: timeZone }).setLocale('en');
  const utc = at.toISOString().replace(/(?::00)?\.000Z$/, 'Z');
  return `${inZone.toFormat('ccc d LLL yyyy HH:mm')} ${timeZone} (${utc})`;
}

/** `freeze window weekend until Mon 30 Nov 2026 06:00 …: nobody is there` */
function describe(window: FreezeWindow, until: Date): string {
  return shorten(
    `freeze window ${window.name} until ${describeMoment(
      until,
      window.timeZone,
    )}: ${window.why}`,
    1000,
  );
}

/** Why a release waits, and what would let it go before. */
export function heldWords({ words }: Pick<FreezeFinding, 'words'>): string {
  return `Held back by the ${words}${
    /[.!?]$/.test(words) ? '' : '.'
  } It goes out when the window ends; somebody with the permission release.decision.override can release it before.`;
}

/**
 * The freeze window that holds a release back at a moment; of several the one
 * that ends last; null when there is none. A window is in force from its first
 * moment up to, and without, its end.
 */
export function freezeAt(
  { freezeWindows }: Pick<Policy, 'freezeWindows'>,
  subject: FreezeSubject,
  at: Date,
): FreezeFinding | null {
  const now = at.getTime();
  const inForce = freezeWindows
    .filter(window => isMeant(window, subject))
    .flatMap(window =>
      spansAround(window, at)
        .filter(({ start, end }) => +start <= now && now < +end)
        .map(({ end }) => ({ window, end })),
    )
    .sort((a, b) => +b.end - +a.end);
  if (inForce.length === 0) return null;
  const [{ window, end }] = inForce;
  return {
    window: window.name,
    until: end.toISOString(),
    timeZone: window.timeZone,
    words: describe(window, end),
  };
}

/**
 * What a freeze window may look at in a candidate. A bundle is no fix: what one
 * of its parts mends says nothing of the others.
 *
 * @param isFix - what the evidence of a single build says
 */
export function freezeSubjectOf(
  { component, environment, parts }: Candidate,
  isFix: boolean | undefined,
): FreezeSubject {
  return {
    components: [component, ...(parts ?? []).map(part => part.component)],
    environment,
    isFix: parts ? undefined : isFix,
  };
}
