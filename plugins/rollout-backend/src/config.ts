import { Config } from '@backstage/config';

export type RolloutConfig = {
  concurrency: number;
  pollMilliseconds: number;
  targetTimeoutMs: number;
  analyzerTimeoutMs: number;
};

/** No call may outlast the lease that was renewed before it. */
export const MAX_CALL_SECONDS = 25;

/** @throws Error naming the key at fault. */
export function readRolloutConfig(root: Config): RolloutConfig {
  const read = (
    key: string,
    byDefault: number,
    range: { min: number; max: number },
  ) => {
    const path = `adaptiveDelivery.rollout.${key}`;
    const value = root.getOptionalNumber(path) ?? byDefault;
    if (!(value >= range.min && value <= range.max)) {
      throw new Error(
        `${path} is ${value}; it must be between ${range.min} and ${range.max}`,
      );
    }
    return value;
  };
  const call = { min: 0.1, max: MAX_CALL_SECONDS };
  return {
    concurrency: Math.floor(read('concurrency', 4, { min: 1, max: 64 })),
    pollMilliseconds: read('pollMilliseconds', 250, { min: 20, max: 60_000 }),
    targetTimeoutMs: read('targetTimeoutSeconds', 20, call) * 1000,
    analyzerTimeoutMs: read('analyzerTimeoutSeconds', 20, call) * 1000,
  };
}
