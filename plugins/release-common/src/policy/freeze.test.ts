import fc from 'fast-check';
import { DateTime } from 'luxon';
import { freezeAt, freezeSubjectOf, nextFreeze } from './freeze';
import { FreezeWindow } from './schema';
import { freezeWindowsSection } from './schema/freeze';
import { decide } from './decide';
import { openingState, wouldHaveAnswered } from './openingState';
import { samplePolicy, sampleSubmission } from './__testUtils__/samples';

const subject = {
  components: ['component:default/payments-service'],
  environment: 'production',
  isFix: false,
};

const weekend: FreezeWindow = {
  name: 'weekend',
  why: 'Nobody is there',
  timeZone: 'Europe/Berlin',
  weekly: { from: 'Fri 16:00', until: 'Mon 06:00' },
};
const oneNight: FreezeWindow = {
  name: 'night',
  why: 'Quiet',
  timeZone: 'UTC',
  weekly: { from: 'Tue 22:00', until: 'Wed 04:00' },
};
const allButAnHour: FreezeWindow = {
  ...oneNight,
  weekly: { from: 'Mon 11:00', until: 'Mon 10:00' },
};
const between = (
  from: string,
  until: string,
  timeZone = 'Europe/Berlin',
): FreezeWindow => ({ name: 'once', why: 'Closing', timeZone, from, until });

const yearEnd = between('2026-12-18T18:00', '2027-01-04T06:00');
// On 29 March 2026 at 02:00 the clocks of Berlin go on to 03:00, on 25 October
// at 03:00 back to 02:00.
const fromSkipped = between('2026-03-29T02:30', '2026-03-29T12:00');
const untilSkipped = between('2026-03-28T20:00', '2026-03-29T02:30');
const fromTwice = between('2026-10-25T02:30', '2026-10-25T12:00');
const untilTwice = between('2026-10-24T20:00', '2026-10-25T02:30');

it.each([
  ['before a weekend', weekend, '2026-11-20T14:59:59.999Z', null],
  ['as it begins', weekend, '2026-11-20T15:00:00Z', '2026-11-23T05:00:00Z'],
  ['in the middle', weekend, '2026-11-22T12:00:00Z', '2026-11-23T05:00:00Z'],
  ['just before', weekend, '2026-11-23T04:59:59.999Z', '2026-11-23T05:00:00Z'],
  ['as it ends', weekend, '2026-11-23T05:00:00Z', null],
  ['into summer time', weekend, '2026-03-27T15:00:00Z', '2026-03-30T04:00:00Z'],
  ['out of it', weekend, '2026-10-23T14:00:00Z', '2026-10-26T05:00:00Z'],
  ['over midnight', oneNight, '2026-11-25T03:59:00Z', '2026-11-25T04:00:00Z'],
  ['a night later', oneNight, '2026-11-26T03:00:00Z', null],
  ['all week', allButAnHour, '2026-11-22T03:00:00Z', '2026-11-23T10:00:00Z'],
  ['its hour off', allButAnHour, '2026-11-23T10:30:00Z', null],
  ['year end', yearEnd, '2026-12-18T17:00:00Z', '2027-01-04T05:00:00Z'],
  ['before it', yearEnd, '2026-12-18T16:59:59Z', null],
  // A time that does not exist, or twice: the window is the longer one.
  ['from skipped', fromSkipped, '2026-03-29T00:30:00Z', '2026-03-29T10:00:00Z'],
  ['not sooner', fromSkipped, '2026-03-29T00:29:59Z', null],
  ['until skipped', untilSkipped, '2026-03-29T01:29Z', '2026-03-29T01:30:00Z'],
  ['not longer', untilSkipped, '2026-03-29T01:30:00Z', null],
  ['from twice', fromTwice, '2026-10-25T00:30:00Z', '2026-10-25T11:00:00Z'],
  ['until twice', untilTwice, '2026-10-25T01:29Z', '2026-10-25T01:30:00Z'],
  ['its end', untilTwice, '2026-10-25T01:30:00Z', null],
])('%s', (_, window, at, until) => {
  const found = freezeAt({ freezeWindows: [window] }, subject, new Date(at));
  expect(found?.until ?? null).toBe(until && new Date(until).toISOString());
});

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'America/St_Johns',
];
const minute = fc.integer({ min: 0, max: 2 * 366 * 24 * 60 });
const momentOf = (minutes: number) =>
  new Date(Date.UTC(2026, 0, 1) + minutes * 60_000);

it('never leaves out a moment that the clock on the wall says is inside', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      minute,
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: -300, max: 5300 }),
      (zone, begin, length, offset) => {
        const local = (minutes: number) =>
          momentOf(minutes).toISOString().slice(0, 16);
        const [from, until] = [local(begin), local(begin + length)];
        const at = momentOf(begin + offset);
        const wall = DateTime.fromJSDate(at, { zone }).toFormat(
          "yyyy-LL-dd'T'HH:mm",
        );
        fc.pre(from <= wall && wall < until);
        expect(
          freezeAt(
            { freezeWindows: [between(from, until, zone)] },
            subject,
            at,
          ),
        ).not.toBeNull();
      },
    ),
    { numRuns: 2000 },
  );
});

it('takes a weekly window by the day and time of its zone, in any week', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), minute, (timeZone, minutes) => {
      const at = momentOf(minutes);
      const wall = DateTime.fromJSDate(at, { zone: timeZone });
      const inside =
        wall.weekday > 5 ||
        (wall.weekday === 5 && wall.hour >= 16) ||
        (wall.weekday === 1 && wall.hour < 6);
      const found = freezeAt(
        { freezeWindows: [{ ...weekend, timeZone }] },
        subject,
        at,
      );
      expect(found !== null).toBe(inside);
    }),
    { numRuns: 2000 },
  );
});

describe('whom a window is about', () => {
  const at = new Date('2026-11-22T12:00:00Z');
  it.each([
    [{}, {}, true],
    [{ component: 'component:default/payments-*' }, {}, true],
    [{ component: 'component:default/other' }, {}, false],
    [{ environment: 'prod*' }, {}, true],
    [{ environment: 'staging' }, {}, false],
    [{ exceptFixes: true }, {}, true],
    [{ exceptFixes: true }, { isFix: true }, false],
    [{ exceptFixes: true }, { isFix: undefined }, true],
    [{ exceptFixes: false }, { isFix: true }, true],
    [
      { component: 'component:default/driver' },
      { components: ['component:default/kit', 'component:default/driver'] },
      true,
    ],
  ])('%j, %j', (window, who, inForce) => {
    const found = freezeAt(
      { freezeWindows: [{ ...weekend, ...window }] },
      { ...subject, ...who },
      at,
    );
    expect(found !== null).toBe(inForce);
  });

  it('takes no bundle for a fix, whatever its first part says', () => {
    const artifacts = [
      { name: 'a', os: 'linux' as const, sha256: 'a'.repeat(64) },
    ];
    const part = {
      component: 'component:default/driver',
      buildId: 'b',
      version: '1',
      commit: 'c'.repeat(40),
      artifacts,
    };
    const candidate = { ...part, environment: 'production', parts: [part] };
    expect(freezeSubjectOf(candidate, true).isFix).toBeUndefined();
  });

  it('of several, the one that ends last', () => {
    const found = freezeAt(
      {
        freezeWindows: [
          weekend,
          between('2026-11-20T00:00', '2026-12-01T00:00'),
          weekend,
        ],
      },
      subject,
      at,
    );
    expect(found).toEqual({
      window: 'once',
      until: '2026-11-30T23:00:00.000Z',
      timeZone: 'Europe/Berlin',
      words:
        'freeze window once until Tue 1 Dec 2026 00:00 Europe/Berlin (2026-11-30T23:00Z): Closing',
    });
  });
});

it.each([
  [{ ...weekend, timeZone: 'Europe/Berlino' }, 'timeZone', /not a time zone/],
  [{ ...weekend, timeZone: '' }, 'timeZone', /characters/],
  [{ ...yearEnd, until: '2026-12-18T18:00' }, 'until', /must be after from/],
  [{ ...yearEnd, until: undefined }, '', /either from and until, or weekly/],
  [{ ...yearEnd, weekly: weekend.weekly }, '', /either from and until/],
  [{ ...yearEnd, from: '2026-12-18T18:00Z' }, 'from', /without an offset/],
  [{ ...yearEnd, from: '2026-02-30T18:00' }, 'from', /local date and time/],
  [{ ...yearEnd, from: '2026-12-18T24:00' }, 'from', /local date and time/],
  [
    { ...weekend, weekly: { from: 'Fry 16:00', until: 'Mon 06:00' } },
    'weekly.from',
    /such as Fri 16:00/,
  ],
  [
    { ...weekend, weekly: { from: 'Fri 16:00', until: 'fri 16:00' } },
    'weekly.until',
    /must not be the same/,
  ],
  [{ ...weekend, component: 'Payments' }, 'component', /lower-case/],
])('refuses %j', (window, path, message) => {
  const result = freezeWindowsSection.safeParse([window]);
  expect(
    result.error?.issues.map(issue => [
      issue.path.slice(1).join('.'),
      issue.message,
    ]),
  ).toContainEqual([path, expect.stringMatching(message)]);
});

it('refuses two windows of one name', () => {
  const result = freezeWindowsSection.safeParse([weekend, weekend]);
  expect(result.error?.issues[0].message).toBe('"weekend" is named twice');
});

describe('a decision in a freeze', () => {
  const decideOn = (mode: 'enforced' | 'shadow', base: number) =>
    decide({
      policy: {
        ...samplePolicy,
        score: { ...samplePolicy.score, base, factors: [] },
        enforcement: { default: mode, rules: [] },
        freezeWindows: [weekend],
      },
      submission: sampleSubmission(),
      contentDigest: 'c'.repeat(64),
      policyDigest: 'd'.repeat(64),
      places: {
        linux: {
          target: 'lab:payments-service',
          profileName: 'http-service',
          metricLabels: {},
        },
      },
      now: new Date('2026-11-22T12:00:00Z'),
      decisionId: '0b0a3a5c-6f3c-4a5e-9d55-0d6d3c1f2a10',
    });

  it('is made, planned and queued, but held back', () => {
    const decision = decideOn('enforced', 5);
    expect(decision.plan).toHaveLength(1);
    expect(openingState(decision)).toEqual({
      state: 'queued',
      releaseAfter: '2026-11-23T05:00:00.000Z',
      reason:
        'Held back by the freeze window weekend until Mon 23 Nov 2026 06:00 Europe/Berlin (2026-11-23T05:00Z): Nobody is there. It goes out when the window ends; somebody with the permission release.decision.override can release it before.',
    });
    expect(wouldHaveAnswered(decision)).toBe('hold');
  });

  it('asks for its approvals first', () => {
    const decision = decideOn('enforced', 90);
    expect(openingState(decision)).toMatchObject({
      state: 'awaitingApproval',
      releaseAfter: null,
    });
  });

  it('stays a prediction in shadow mode, which says so', () => {
    const decision = decideOn('shadow', 5);
    expect(openingState(decision)).toMatchObject({
      state: 'decided',
      releaseAfter: null,
      reason: expect.stringContaining('after the freeze window weekend until'),
    });
    expect(wouldHaveAnswered(decision)).toBe('hold');
  });
});

describe('the next time a window is in force', () => {
  it.each([
    [
      'the one that it is in',
      weekend,
      '2026-11-22T12:00:00Z',
      ['2026-11-20T15:00:00.000Z', '2026-11-23T05:00:00.000Z'],
    ],
    [
      'the next one from its end on',
      weekend,
      '2026-11-23T05:00:00Z',
      ['2026-11-27T15:00:00.000Z', '2026-11-30T05:00:00.000Z'],
    ],
    [
      'one that is to come',
      yearEnd,
      '2026-11-22T12:00:00Z',
      ['2026-12-18T17:00:00.000Z', '2027-01-04T05:00:00.000Z'],
    ],
    ['none once it is over', yearEnd, '2027-01-04T05:00:00Z', null],
  ])('is %s', (_, window, at, span) => {
    const next = nextFreeze(window, new Date(at));
    expect(next && [next.start.toISOString(), next.end.toISOString()]).toEqual(
      span,
    );
  });
});
