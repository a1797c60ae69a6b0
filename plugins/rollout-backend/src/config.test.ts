import { mockServices } from '@backstage/backend-test-utils';
import { readRolloutConfig } from './config';

const read = (rollout: object) =>
  readRolloutConfig(
    mockServices.rootConfig({ data: { adaptiveDelivery: { rollout } } }),
  );

describe('readRolloutConfig', () => {
  it('has a default for everything', () => {
    expect(readRolloutConfig(mockServices.rootConfig({ data: {} }))).toEqual({
      concurrency: 4,
      pollMilliseconds: 250,
      targetTimeoutMs: 20_000,
      analyzerTimeoutMs: 20_000,
    });
  });

  it.each([
    ['concurrency', 0],
    ['pollMilliseconds', 5],
    // Longer than the lease lasts that was renewed before the call.
    ['targetTimeoutSeconds', 30],
    ['analyzerTimeoutSeconds', 0],
  ])('names %s when it is %d', (key, value) => {
    expect(() => read({ [key]: value })).toThrow(
      `adaptiveDelivery.rollout.${key} is ${value}; it must be between`,
    );
  });

  it('names a key that is no number', () => {
    expect(() => read({ concurrency: 'many' })).toThrow(
      /adaptiveDelivery.rollout.concurrency/,
    );
  });
});
