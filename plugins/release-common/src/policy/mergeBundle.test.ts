import { PolicyError, mergeBundle } from './mergeBundle';
import { Policy } from './schema';
import { samplePolicy } from './__testUtils__/samples';

const whole = { path: 'default/all.yaml', document: samplePolicy };

function faultsOf(document: unknown): string[] {
  try {
    mergeBundle([whole, { path: 'lab/overlay.yaml', document }]);
    return [];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.faults.map(
      ({ file, keys, message }) =>
        `${file} ${keys.map(String).join('/')} ${message}`,
    );
  }
}

it('replaces whole sections by those of later files', () => {
  const coolDown = { hours: 1 };
  const enforcement: Policy['enforcement'] = { default: 'shadow', rules: [] };
  expect(
    mergeBundle([
      whole,
      { path: 'a.yaml', document: { coolDown: { hours: 5 }, enforcement } },
      { path: 'b.yaml', document: { coolDown } },
    ]),
  ).toEqual({ ...samplePolicy, coolDown, enforcement });
});

const { linux } = samplePolicy.strategies;
const [firstFactor] = samplePolicy.score.factors;

function linuxSteps(change: (step: (typeof linux.low.steps)[0]) => object) {
  const steps = linux.low.steps.map(change);
  return {
    strategies: {
      ...samplePolicy.strategies,
      linux: { ...linux, low: { strategy: 'canary', steps } },
    },
  };
}

const scoreWith = (factor: object) => ({
  score: { base: 0, factors: [{ ...firstFactor, ...factor }] },
});

it.each<[string, unknown, string]>([
  [
    'an unknown section',
    { stratgies: {} },
    'lab/overlay.yaml stratgies is not a section',
  ],
  [
    'an unknown key deep inside',
    { coolDown: { hours: 1, days: 3 } },
    'lab/overlay.yaml coolDown/days unknown key',
  ],
  ['a list in place of sections', [1], 'lab/overlay.yaml  must hold sections'],
  [
    'an empty file',
    null,
    'lab/overlay.yaml  must hold sections, such as policy',
  ],
  [
    'a feature that does not exist',
    scoreWith({ feature: 'change.lines' }),
    'score/factors/0/feature "change.lines" is not a feature',
  ],
  [
    'a transform that does not fit',
    scoreWith({ transform: { kind: 'boolean' } }),
    'score/factors/0/transform/kind boolean does not fit change.linesChanged; use log1p or linear',
  ],
  [
    'points that are no halves',
    scoreWith({ weight: 0.3 }),
    'score/factors/0/weight',
  ],
  [
    'a placeholder that names no feature',
    scoreWith({ words: 'in {change.file}' }),
    'score/factors/0/words {change.file} names no feature',
  ],
  [
    'a brace without its partner',
    scoreWith({ words: 'in {value' }),
    'score/factors/0/words has a brace without its partner',
  ],
  [
    'a factor that is weighed twice',
    { score: { base: 0, factors: [firstFactor, firstFactor] } },
    'score/factors/1/feature change.linesChanged is weighed twice',
  ],
  [
    'bands out of order',
    { bands: { low: 0, medium: 60, high: 50, critical: 75 } },
    'bands/high must be above medium (60)',
  ],
  [
    'a step without a baseline arm',
    linuxSteps(step => ({
      ...step,
      exposure: { kind: 'weight', percent: 100 },
    })),
    'strategies/linux/low/steps/0/exposure/percent must be above 0 and below 100',
  ],
  [
    'a step smaller than the one before',
    linuxSteps(step => ({
      ...step,
      exposure: { kind: 'weight', percent: 60 - step.exposure.percent },
    })),
    'strategies/linux/low/steps/1/exposure/percent must not be less than the step before (55)',
  ],
  [
    'looks that end before the bake',
    linuxSteps(step => ({ ...step, maxLooks: 2 })),
    'strategies/linux/low/steps/0/maxLooks 2 looks every 10 s end before the bake of 60 s',
  ],
  [
    'an ARM fleet that does not start on test devices',
    { strategies: { ...samplePolicy.strategies, arm: linux } },
    'strategies/arm/low/steps/0/exposure an ARM fleet starts on a cohort of test devices',
  ],
  [
    'a condition with two tests',
    {
      gates: [
        {
          name: 'x',
          when: [{ feature: 'tests.failed', above: 1, below: 3 }],
          effect: 'block',
          words: 'x',
          liftedBy: 'y',
        },
      ],
    },
    'gates/0/when/0 needs exactly one of is, above, atLeast, below, missing',
  ],
  [
    'a condition that does not fit its feature',
    {
      enforcement: {
        default: 'shadow',
        rules: [
          { when: [{ feature: 'tests.failed', is: true }], mode: 'enforced' },
        ],
      },
    },
    'enforcement/rules/0/when/0/is does not fit tests.failed; use above, atLeast or below',
  ],
  [
    'a query without the labels of an arm',
    { profiles: { x: { samples: 'up', metrics: [] } } },
    'profiles/x/samples must contain {{labels}}',
  ],
])('refuses %s', (_title, document, fault) => {
  expect(faultsOf(document)).toEqual(
    expect.arrayContaining([expect.stringContaining(fault)]),
  );
});

it('names a section that no file holds', () => {
  const { bands, ...rest } = samplePolicy;
  expect(bands).toBeDefined();
  expect(() => mergeBundle([{ path: 'a.yaml', document: rest }])).toThrow(
    'bands: no file of the bundle holds this section',
  );
});

it('checks a section even where a later file replaces it', () => {
  expect(() =>
    mergeBundle([
      { path: 'old.yaml', document: { coolDown: { hours: -1 } } },
      whole,
    ]),
  ).toThrow('old.yaml: coolDown.hours: ');
});
