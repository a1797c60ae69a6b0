import { samplePlan } from '@adaptive-delivery/plugin-release-react/testUtils';
import {
  byWeight,
  conditionWords,
  fourEyesRules,
  shortestRelease,
  stepWords,
  transformWords,
} from './words';
import { sourceOf } from './source';

describe('conditionWords', () => {
  it.each([
    [{ feature: 'tests.failed', above: 0 }, 'Tests that failed: above 0'],
    [
      { feature: 'tests.total', missing: true },
      'Tests that were run: not known',
    ],
    [
      { feature: 'flags.kernelDriver', is: true },
      'It changes a kernel driver: yes',
    ],
    [{ feature: 'change.files', atLeast: 30 }, 'Changed files: 30 or more'],
    [{ feature: 'change.files', below: 1000 }, 'Changed files: below 1,000'],
  ] as const)('reads %j as %s', (condition, words) => {
    expect(conditionWords(condition)).toBe(words);
  });
});

describe('transformWords', () => {
  it.each([
    [
      { kind: 'log1p', saturatesAt: 5000 },
      'all at 5,000, by orders of magnitude',
    ],
    [{ kind: 'linear', cap: 10, invert: true }, 'none at 10, more the lower'],
    [{ kind: 'share' }, 'all at 100 %, in proportion'],
    [{ kind: 'boolean', riskyWhen: false }, 'when no'],
    [
      { kind: 'map', values: { arm: 1, windows: 0.5 } },
      'arm 100\u202f%, windows 50\u202f%',
    ],
  ] as const)('reads %j as %s', (transform, words) => {
    expect(transformWords(transform)).toBe(words);
  });
});

it('orders factors by their weight, whichever way it goes', () => {
  const factor = (feature: 'change.files' | 'tests.total', weight: number) => ({
    feature,
    weight,
    transform: { kind: 'linear' as const, cap: 1 },
    words: 'x',
    missing: { points: 0, words: 'x' },
  });
  expect(
    byWeight([factor('change.files', 2), factor('tests.total', -5)]).map(
      item => item.weight,
    ),
  ).toEqual([-5, 2]);
});

it('says what a step is and how long a release takes', () => {
  expect(stepWords(samplePlan.steps[0])).toBe(
    '5\u202f% for 1 min, a look every 20 s, 200 samples',
  );
  expect(shortestRelease(samplePlan.steps)).toBe(300);
});

describe('sourceOf', () => {
  const files = [
    { path: 'default/policy.yaml', yaml: 'policy: {}\nstrategies:\n  x: 1\n' },
    { path: 'lab/lab.yaml', yaml: '# strategies:\nstrategies:\n' },
  ];
  it.each([
    ['policy', { path: 'default/policy.yaml', line: 0 }],
    ['strategies', { path: 'lab/lab.yaml', line: 1 }],
    ['x', undefined],
  ])('finds %s at %j', (section, place) => {
    expect(sourceOf(section, files)).toEqual(place);
  });
});

describe('fourEyesRules', () => {
  it.each([
    [true, true, 'compareAddress', /cannot approve.*two people.*differs/],
    [true, false, 'block', /cannot approve.*several roles.*nobody can/],
    [false, false, 'block', /can approve it too.*several roles\.$/],
  ] as const)(
    'says what author %p, two people %p and unknown %p mean',
    (authorCannotApprove, distinctPeople, unknownAuthors, words) => {
      expect(
        fourEyesRules({
          authorCannotApprove,
          distinctPeople,
          unknownAuthors,
        }).join(' '),
      ).toMatch(words);
    },
  );
});
