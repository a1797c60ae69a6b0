import { labPolicy } from './__testUtils__/repository';
import { targetSpecs } from './targets/catalog';

describe("the lab's policy overlay", () => {
  const policy = labPolicy();

  it('makes a valid policy together with the default bundle', () => {
    expect(policy.policy.name).toBe('lab');
  });

  it.each(targetSpecs.map(spec => [spec.name, spec] as const))(
    'plans only exposures that %s knows, in every band',
    (_, spec) => {
      const steps = Object.values(policy.strategies[spec.os]).flatMap(
        rule => rule.steps,
      );
      expect(steps.length).toBeGreaterThan(4);
      for (const step of steps) {
        expect(spec.exposures).toContain(step.exposure.kind);
      }
    },
  );

  it('lets a good release of the payments service through in about 75 seconds', () => {
    const { steps } = policy.strategies.linux.low;
    const seconds = steps.reduce((sum, step) => sum + step.bakeSeconds, 0);
    expect(seconds).toBeGreaterThanOrEqual(60);
    expect(seconds).toBeLessThanOrEqual(75);
  });
});
