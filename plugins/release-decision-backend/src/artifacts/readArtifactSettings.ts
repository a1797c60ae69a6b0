import { environmentName } from '@adaptive-delivery/plugin-release-common';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { HumanDuration, durationToMilliseconds } from '@backstage/types';

const KEY = 'adaptiveDelivery.artifacts';

export type RetentionRules = {
  /** How long a candidate stays that nothing needs any more. */
  candidateDays: number;
  /** Promoted releases that stay per component and environment, for rollbacks. */
  keepReleases: number;
  /** How long what was quarantined or rolled back stays after that. */
  evidenceDays: number;
  /** How long records stay; null for ever. */
  recordDays: number | null;
  /** Of one run. */
  maxRemovals: number;
};

export type RetentionSettings = {
  rules: RetentionRules;
  every: HumanDuration;
  /** Only says what would go. */
  dryRun: boolean;
};

export type ArtifactSettings = {
  /** Of the local store; null when there is none. */
  folder: string | null;
  promote: { environments: string[]; mode: 'copy' | 'move' };
  /** Null when nothing is ever removed. */
  retention: RetentionSettings | null;
};

function readNumber(
  config: Config,
  key: string,
  bounds: { least: number; most: number; otherwise: number },
): number {
  const value = config.getOptionalNumber(key) ?? bounds.otherwise;
  if (!Number.isInteger(value) || value < bounds.least || value > bounds.most) {
    throw new InputError(
      `${KEY}.retention.${key} is ${value}; write a whole number from ${bounds.least} to ${bounds.most}`,
    );
  }
  return value;
}

function readEvery(config: Config): HumanDuration {
  if (!config.has('every')) return { hours: 6 };
  const every = readDurationFromConfig(config, { key: 'every' });
  const ms = durationToMilliseconds(every);
  if (ms < 60_000 || ms > 31 * 24 * 3_600_000) {
    throw new InputError(
      `${KEY}.retention.every must be between one minute and 31 days, such as {hours: 6}`,
    );
  }
  return every;
}

function readRetention(config: Config): RetentionSettings {
  const days = { least: 1, most: 36_500 };
  return {
    rules: {
      candidateDays: readNumber(config, 'candidateDays', {
        ...days,
        otherwise: 30,
      }),
      keepReleases: readNumber(config, 'keepReleases', {
        least: 1,
        most: 1000,
        otherwise: 5,
      }),
      evidenceDays: readNumber(config, 'evidenceDays', {
        ...days,
        otherwise: 90,
      }),
      recordDays: config.has('recordDays')
        ? readNumber(config, 'recordDays', { ...days, otherwise: 365 })
        : null,
      maxRemovals: readNumber(config, 'maxRemovals', {
        least: 1,
        most: 100_000,
        otherwise: 500,
      }),
    },
    every: readEvery(config),
    dryRun: config.getOptionalBoolean('dryRun') ?? false,
  };
}

function readMode(value: string): 'copy' | 'move' {
  if (value === 'copy' || value === 'move') return value;
  throw new InputError(`${KEY}.promote.mode is "${value}"; write copy or move`);
}

/** Reads `adaptiveDelivery.artifacts`. @throws InputError naming the key at fault. */
export function readArtifactSettings(root: Config): ArtifactSettings {
  const config = root.getOptionalConfig(KEY);
  const environments = config?.getOptionalStringArray('promote.environments');
  environments?.forEach((name, index) => {
    if (environmentName.safeParse(name).success) return;
    throw new InputError(
      `${KEY}.promote.environments[${index}] is "${name}"; write the name of an environment, such as production`,
    );
  });
  const retention = config?.getOptionalConfig('retention');
  return {
    folder: config?.getOptionalString('folder') ?? null,
    promote: {
      environments: environments ?? ['production'],
      mode: readMode(config?.getOptionalString('promote.mode') ?? 'copy'),
    },
    retention: retention ? readRetention(retention) : null,
  };
}
