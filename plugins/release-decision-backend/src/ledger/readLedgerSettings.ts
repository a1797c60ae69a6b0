import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { HumanDuration, durationToMilliseconds } from '@backstage/types';
import { GitSettings } from '../policy/git/GitSettings';
import { readCredentials, readUrl } from '../policy/sources/readGitSettings';

const KEY = 'adaptiveDelivery.ledger';
const SHORTEST_MS = 1_000;
const LONGEST_MS = 24 * 3_600_000;

export type GitAnchorSettings = {
  /** Of a bare repository; made when it is not there. */
  folder: string;
  /** Where its tags are pushed; null to keep them here. */
  push: Pick<GitSettings, 'url' | 'credentials' | 'timeoutSeconds'> | null;
};

export type LedgerSettings = {
  rootsEvery: HumanDuration;
  anchors: { file: string | null; git: GitAnchorSettings | null };
};

function readEvery(config: Config): HumanDuration {
  const key = 'ledger.rootsEvery';
  if (!config.has(key)) return { minutes: 10 };
  const every = readDurationFromConfig(config, { key });
  const ms = durationToMilliseconds(every);
  if (ms < SHORTEST_MS || ms > LONGEST_MS) {
    throw new InputError(
      `${KEY}.rootsEvery must be between one second and 24 hours, such as {minutes: 10}`,
    );
  }
  return every;
}

function readGitAnchor(config: Config | undefined): GitAnchorSettings | null {
  if (!config) return null;
  const key = `${KEY}.anchor.git`;
  const push = config.getOptionalConfig('push');
  const url = push && readUrl(push, `${key}.push`);
  if (url && !/^https?:/.test(url)) {
    throw new InputError(
      `${key}.push.url is a path; write an https address here, and a local repository as ${key}.folder`,
    );
  }
  return {
    folder: config.getString('folder'),
    push:
      push && url
        ? { url, credentials: readCredentials(push), timeoutSeconds: 20 }
        : null,
  };
}

/** Reads `adaptiveDelivery.ledger`. @throws InputError naming the key at fault. */
export function readLedgerSettings(root: Config): LedgerSettings {
  const config = root.getOptionalConfig('adaptiveDelivery');
  return {
    rootsEvery: config ? readEvery(config) : { minutes: 10 },
    anchors: {
      file: config?.getOptionalString('ledger.anchor.file') ?? null,
      git: readGitAnchor(config?.getOptionalConfig('ledger.anchor.git')),
    },
  };
}
