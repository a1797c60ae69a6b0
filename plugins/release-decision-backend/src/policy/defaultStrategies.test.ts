import {
  Policy,
  RiskBand,
  StrategyRule,
} from '@adaptive-delivery/plugin-release-common';
import {
  Known,
  System,
  decideBuild,
  enforced,
  readDefaultPolicy,
  wellKnown,
  withFlags,
} from '../__testUtils__/defaultPolicy';

const SYSTEMS: System[] = ['linux', 'windows', 'arm'];
const BANDS: RiskBand[] = ['low', 'medium', 'high', 'critical'];

let policy: Policy;
beforeAll(async () => {
  policy = enforced(await readDefaultPolicy());
});

/** The policy with such bands that every score is in this one. */
function inBand(band: RiskBand): Policy {
  const at = BANDS.indexOf(band);
  const [medium, high, critical] = [1, 2, 3].map(index =>
    index <= at ? 0 : 101,
  );
  return { ...policy, bands: { low: 0, medium, high, critical } };
}

const weight = { kind: 'weight' };
const green = { kind: 'slot', name: 'green' };
const testDevices = { kind: 'cohort', name: 'test-devices' };
const both = 'owner, sre';

/** What the first step takes a part of, and at most so many percent of it. */
type Row = [System, RiskBand, string, { kind: string }, number, string];

const specification: Row[] = [
  ['linux', 'low', 'canary', weight, 10, 'nobody'],
  ['linux', 'medium', 'canary', weight, 5, 'nobody'],
  ['linux', 'high', 'canary', weight, 5, 'nobody'],
  ['linux', 'critical', 'blueGreen', green, 5, both],
  ['windows', 'low', 'rolling', weight, 20, 'nobody'],
  ['windows', 'medium', 'rolling', weight, 10, 'nobody'],
  ['windows', 'high', 'blueGreen', green, 10, 'nobody'],
  ['windows', 'critical', 'blueGreen', green, 5, both],
  ['arm', 'low', 'rolling', testDevices, 5, 'nobody'],
  ['arm', 'medium', 'rolling', testDevices, 5, 'nobody'],
  ['arm', 'high', 'blueGreen', testDevices, 2, 'nobody'],
  ['arm', 'critical', 'blueGreen', testDevices, 1, both],
];

describe('how the default policy releases what nothing else stands against', () => {
  it.each(specification)(
    '%s, %s risk: %s, first a %j of at most %d %%, approved by %s',
    (os, band, strategy, first, atMost, roles) => {
      const decision = decideBuild(inBand(band), { os, known: wellKnown(os) });
      const asked = decision.approvals.required.map(({ role }) => role);
      expect(decision).toMatchObject({ band, strategy });
      expect(asked.join(', ') || 'nobody').toBe(roles);
      const [plan] = decision.plan;
      expect(plan).toMatchObject({ os, strategy, onBadVerdict: 'rollback' });
      expect(plan.steps[0].exposure).toMatchObject(first);
      expect(plan.steps[0].exposure.percent).toBeLessThanOrEqual(atMost);
    },
  );

  it('says so for every system and band', () => {
    expect(specification.map(([os, band]) => `${os} ${band}`)).toEqual(
      SYSTEMS.flatMap(os => BANDS.map(band => `${os} ${band}`)),
    );
  });
});

const rules = (): Array<[string, StrategyRule]> =>
  SYSTEMS.flatMap(os =>
    BANDS.map((band): [string, StrategyRule] => [
      `${os} ${band}`,
      policy.strategies[os][band],
    ]),
  );

describe('every plan of the default policy', () => {
  it('grows step by step and keeps a baseline beside the candidate', () => {
    for (const [name, { steps }] of rules()) {
      const shares = steps.map(({ exposure }) => exposure.percent);
      expect({ name, shares }).toEqual({
        name,
        shares: [...new Set(shares)].sort((a, b) => a - b),
      });
      expect(shares.at(-1)).toBeLessThanOrEqual(50);
    }
  });

  it('looks several times before it lets a step pass, and asks for samples', () => {
    for (const [name, { steps }] of rules()) {
      for (const { bakeSeconds, lookEverySeconds, minSamples } of steps) {
        expect({ name, looks: bakeSeconds / lookEverySeconds >= 3 }).toEqual({
          name,
          looks: true,
        });
        expect(minSamples).toBeGreaterThan(0);
      }
    }
  });

  it('asks for no fewer samples where more is at stake', () => {
    for (const [name, { steps }] of rules()) {
      const samples = steps.map(({ minSamples }) => minSamples);
      expect({ name, samples }).toEqual({
        name,
        samples: [...samples].sort((a, b) => a - b),
      });
    }
  });

  it.each(SYSTEMS)(
    'for %s starts smaller and bakes longer the riskier it is',
    os => {
      const first = BANDS.map(band => policy.strategies[os][band].steps[0]);
      first.slice(1).forEach((now, index) => {
        const before = first[index];
        expect(now.exposure.percent).toBeLessThanOrEqual(
          before.exposure.percent,
        );
        expect(now.bakeSeconds).toBeGreaterThanOrEqual(before.bakeSeconds);
      });
    },
  );

  it.each(BANDS)(
    'with %s risk bakes longest on devices, which cannot be reached when they do not boot',
    band => {
      const bake = (os: System) =>
        policy.strategies[os][band].steps[0].bakeSeconds;
      expect(bake('arm')).toBeGreaterThan(bake('linux'));
      expect(bake('arm')).toBeGreaterThan(bake('windows'));
    },
  );
});

/** From the loosest to the strictest. */
const strictness = (os: System, known: Known) => {
  const decision = decideBuild(policy, { os, known });
  return {
    blocked: decision.blockedBy.length > 0,
    band: BANDS.indexOf(decision.band),
    roles: decision.approvals.required.map(({ role }) => role),
  };
};

/** Whether `now` is at least as strict as `before`. */
function isNoLooser(
  now: ReturnType<typeof strictness>,
  before: ReturnType<typeof strictness>,
) {
  return (
    now.blocked ||
    (!before.blocked &&
      now.band >= before.band &&
      before.roles.every(role => now.roles.includes(role)))
  );
}

const evidence = Object.keys(wellKnown('linux')) as Array<keyof Known>;

describe.each(SYSTEMS)('for %s', os => {
  it.each(evidence)('what is not known of %s never makes it easier', part => {
    const known = wellKnown(os);
    const without = { ...known, [part]: undefined };
    expect(isNoLooser(strictness(os, without), strictness(os, known))).toBe(
      true,
    );
  });

  it.each([
    ['a kernel driver', { kernelDriver: true }],
    ['a boot loader', { bootloader: true }],
    ['a migration', { dbMigration: { reversible: true } }],
    ['a migration for good', { dbMigration: { reversible: false } }],
    ['another public interface', { publicApi: true }],
  ])('%s never makes it easier', (_title, flags) => {
    const risky = strictness(os, withFlags(os, flags));
    expect(isNoLooser(risky, strictness(os, wellKnown(os)))).toBe(true);
  });

  it('a driver, a boot loader or a migration for good never goes out by itself', () => {
    for (const flags of [
      { kernelDriver: true },
      { bootloader: true },
      { dbMigration: { reversible: false } },
    ]) {
      const { roles } = strictness(os, withFlags(os, flags));
      expect(roles).toEqual(expect.arrayContaining(['owner', 'sre']));
    }
  });
});

it('lets missing evidence cost something, but never as much as the worst', () => {
  const costlier = policy.score.factors.filter(
    ({ weight: worst, missing }) => missing.points > Math.max(0, worst),
  );
  expect(costlier.map(({ feature }) => feature)).toEqual([]);
});

describe('the profiles of the default policy', () => {
  it('are those that the lab and the docs name', () => {
    expect(Object.keys(policy.profiles)).toEqual([
      'http-service',
      'device-fleet',
      'windows-driver',
    ]);
  });

  it('each have a metric that rolls back, and only for what is worth acting on', () => {
    for (const [name, { metrics }] of Object.entries(policy.profiles)) {
      const critical = metrics.filter(item => item.criticality === 'critical');
      expect({ name, critical: critical.length > 0 }).toEqual({
        name,
        critical: true,
      });
      for (const { alpha, practicalEffect } of metrics) {
        expect(alpha).toBeLessThanOrEqual(0.01);
        const { absolute = 0, relative = 0 } = practicalEffect;
        expect(absolute + relative).toBeGreaterThan(0);
      }
    }
  });
});
