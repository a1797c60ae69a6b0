import { formatInZone } from './zoned';

it.each([
  ['2026-11-30T05:00:00Z', 'Europe/Berlin', 'Mon 30 Nov 2026, 06:00'],
  ['2026-11-30T05:00:00Z', 'UTC', 'Mon 30 Nov 2026, 05:00'],
  ['2026-09-06T15:30:00Z', 'Asia/Kolkata', 'Sun 6 Sep 2026, 21:00'],
  ['2026-11-30T04:59:00Z', 'America/New_York', 'Sun 29 Nov 2026, 23:59'],
  ['2026-12-31T23:00:00Z', 'Europe/Berlin', 'Fri 1 Jan 2027, 00:00'],
])('shows %s in %s as %s', (iso, zone, words) => {
  expect(formatInZone(iso, zone)).toBe(words);
});
