import {
  FreezeFinding,
  describeMoment,
} from '@adaptive-delivery/plugin-release-common';

/** What the policy says a window is for; all its words where these differ. */
export function freezeWhy({ words, until, timeZone }: FreezeFinding): string {
  const [, why] = words.split(`${describeMoment(new Date(until), timeZone)}: `);
  return why ?? words;
}
