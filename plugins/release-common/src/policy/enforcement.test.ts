import { Policy } from './schema';
import { enforcementOf } from './enforcement';
import { matchesGlob } from './glob';
import { sampleBuild, sampleSubmission } from './__testUtils__/samples';

it.each([
  ['component:default/payments-*', 'component:default/payments-service', true],
  ['component:default/payments-*', 'component:default/other', false],
  ['*', '', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*a', 'a', false],
  ['a*bc*c', 'abc', false],
  ['exact', 'exact', true],
  ['exact', 'exactly', false],
])('%s matches %s: %s', (pattern, value, expected) => {
  expect(matchesGlob(pattern, value)).toBe(expected);
});

it('goes by the first rule of which everything matches', () => {
  const policy: Pick<Policy, 'enforcement'> = {
    enforcement: {
      default: 'shadow',
      rules: [
        {
          when: [{ feature: 'flags.kernelDriver', is: true }],
          mode: 'advisory',
        },
        { os: ['arm'], environment: 'prod*', mode: 'advisory' },
        { component: 'component:default/payments-*', mode: 'enforced' },
      ],
    },
  };
  const modeOf = (...args: Parameters<typeof sampleSubmission>) =>
    enforcementOf(policy, { submission: sampleSubmission(...args) });

  expect(modeOf()).toBe('enforced');
  expect(modeOf({ risk: { flags: { kernelDriver: true } } })).toBe('advisory');
  expect(modeOf({ risk: { flags: { kernelDriver: false } } })).toBe('enforced');
  const artifacts = [{ ...sampleBuild.artifacts[0], os: 'arm' as const }];
  expect(modeOf({ build: { artifacts } })).toBe('advisory');
  expect(modeOf({ build: { artifacts }, environment: 'staging' })).toBe(
    'enforced',
  );
  expect(modeOf({ build: { component: 'component:default/x' } })).toBe(
    'shadow',
  );
});
