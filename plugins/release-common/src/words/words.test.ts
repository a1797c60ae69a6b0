import { TargetPlan } from '../contracts';
import {
  formatContribution,
  formatDelta,
  formatEffect,
  formatInterval,
  formatMetric,
  formatNumber,
} from './metric';
import { approvalEffect, planSentences } from './planWords';
import { formatDuration, formatRelative, formatSeconds } from './time';

const samplePlan: TargetPlan = {
  target: 'lab:payments-service',
  os: 'linux',
  strategy: 'canary',
  steps: [5, 10, 25, 50, 100].map(percent => ({
    exposure: { kind: 'weight', percent },
    bakeSeconds: 60,
    lookEverySeconds: 20,
    maxLooks: 12,
    minSamples: 200,
  })),
  metricLabels: { component: 'payments-service' },
  analysis: {
    name: 'http-service',
    stepSeconds: 10,
    warmUpSeconds: 10,
    samples: 'requests',
    metrics: [],
  },
  onBadVerdict: 'rollback',
  coolDownHours: 72,
};

const plain = (text: string) => text.replace(/\u202f/g, ' ');

describe('formatMetric', () => {
  it.each([
    [0.0021, 'ratio', '0.21 %'],
    [0.181, 'seconds', '181 ms'],
    [0.0000123, 'seconds', '12.3 µs'],
    [12.34, 'seconds', '12.3 s'],
    [536_870_912, 'bytes', '512 MiB'],
    [1_500, 'bytes', '1.46 KiB'],
    [0.42, 'cores', '0.42 cores'],
    [54.26, 'celsius', '54.3 °C'],
    [117, 'perSecond', '117 /s'],
    [1_904_321, 'count', '1,904,321'],
    [0, 'ratio', '0 %'],
    [null, 'ratio', 'no data'],
    [undefined, 'seconds', 'no data'],
    [NaN, 'bytes', 'no data'],
    [Infinity, 'count', 'no data'],
  ])('writes %p in %s as %s', (value, unit, text) => {
    expect(plain(formatMetric(value, unit))).toBe(text);
  });

  it.each([
    [0.0003, 'ratio', '+0.03 pp'],
    [-0.038, 'seconds', '−38 ms'],
    [0, 'seconds', '0 ms'],
    [null, 'seconds', 'no data'],
  ])('writes the difference %p in %s as %s', (value, unit, text) => {
    expect(plain(formatDelta(value, unit))).toBe(text);
  });

  it('writes effects, intervals and contributions', () => {
    expect(plain(formatEffect(0.21))).toBe('+21 %');
    expect(plain(formatEffect(null))).toBe('no data');
    expect(
      plain(
        formatInterval(
          { low: -0.0021, high: 0.004, confidence: 0.95 },
          'seconds',
        ),
      ),
    ).toBe('−2.1 to +4 ms (95 %)');
    expect(formatInterval(null, 'seconds')).toBe('no data');
    expect(formatContribution(22)).toBe('+22');
    expect(formatContribution(-3.46)).toBe('−3.5');
    expect(formatNumber(-0)).toBe('0');
  });
});

describe('time', () => {
  it.each([
    [50_000, '0:50'],
    [250_000, '4:10'],
    [72 * 60_000, '1 h 12 min'],
    [3_600_000, '1 h'],
    [76 * 3_600_000, '3 d 4 h'],
    [-5, '0:00'],
  ])('writes %p ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [0, 'just now'],
    [-50_000, 'in 0:50'],
    [30_000, '30 s ago'],
    [240_000, '4 min ago'],
    [7_200_000, '2 h ago'],
    [172_800_000, '2 d ago'],
  ])('writes a time %p ms ago as %s', (past, text) => {
    expect(formatRelative(1_000_000_000, 1_000_000_000 + past)).toBe(text);
  });

  it.each([
    [45, '45 s'],
    [1800, '30 min'],
    [90, '1 min 30 s'],
    [86_400, '1 d'],
  ])('writes %p s as %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

describe('plan in words', () => {
  it('says steps, bake, looks and what a bad verdict does', () => {
    expect(planSentences(samplePlan).map(plain)).toEqual([
      'Canary onto lab:payments-service (linux) in 5 steps: 5 %, 10 %, 25 %, 50 %, 100 %.',
      'Each step bakes at least 1 min; every 20 s the candidate is compared with the baseline, which needs 200 samples.',
      'A bad verdict at any look takes it back by itself and quarantines the build.',
      'Without a clear verdict after 12 looks it pauses and asks a person.',
    ]);
  });

  it('says that the rest follows when the last step is a part', () => {
    const [first] = planSentences({
      ...samplePlan,
      steps: samplePlan.steps.slice(0, 2),
    });
    expect(plain(first)).toMatch(/2 steps: 5 %, 10 %, then all of it\.$/);
  });

  it('never promises a rollback that the plan forbids', () => {
    const words = planSentences({
      ...samplePlan,
      onBadVerdict: 'freeze',
    }).join(' ');
    expect(words).toContain('asks a person');
    expect(words).not.toContain('takes it back by itself');
  });

  it('says before an approval that a freeze comes after it', () => {
    const freeze = {
      window: 'weekend',
      until: '2026-11-30T05:00:00.000Z',
      timeZone: 'Europe/Berlin',
      words:
        'freeze window weekend until Mon 30 Nov 2026 06:00: Nobody is there',
    };
    const said = (enforcement: 'advisory' | 'enforced' | 'shadow') =>
      approvalEffect({ enforcement, decision: { plan: [], freeze } }).willNot;
    const waits =
      'Nothing goes out before the end of the freeze window weekend until Mon 30 Nov 2026 06:00: Nobody is there, unless somebody overrides it.';
    expect(said('advisory')).toContain(waits);
    expect(said('enforced')).toContain(waits);
    expect(said('shadow')).not.toContain(waits);
  });

  it('says that a shadow decision releases nothing', () => {
    const { will, willNot } = approvalEffect({
      enforcement: 'shadow',
      decision: { plan: [samplePlan] },
    });
    expect(will.join(' ')).not.toContain('Canary');
    expect(willNot[0]).toContain('Nothing is released');
  });

  it.each([
    ['blocked', samplePlan.steps],
    ['canary', []],
  ] as const)(
    'says that %s with these steps does nothing',
    (strategy, steps) => {
      expect(
        planSentences({ ...samplePlan, strategy, steps: [...steps] }),
      ).toEqual(['Nothing is released onto lab:payments-service.']);
    },
  );
});
