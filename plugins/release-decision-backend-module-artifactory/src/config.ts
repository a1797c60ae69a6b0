import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ArtifactArea } from '@adaptive-delivery/plugin-release-node';

const KEY = 'adaptiveDelivery.artifactory';
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export type ArtifactorySettings = {
  /** Up to and with `/artifactory`, without a slash at the end. */
  url: string;
  token: string;
  /** Key of the repository that each area of the store is. */
  repositories: Record<ArtifactArea, string>;
  timeoutMs: number;
  /** Whether build info is published. */
  builds: boolean;
};

function readUrl(config: Config): string {
  const text = config.getString('url');
  const parsed = URL.canParse(text) ? new URL(text) : null;
  const isPlain =
    parsed &&
    ['http:', 'https:'].includes(parsed.protocol) &&
    !parsed.username &&
    !parsed.password &&
    !parsed.search &&
    !parsed.hash;
  if (!isPlain) {
    throw new InputError(
      `${KEY}.url must be an address such as https://artifacts.example/artifactory, without credentials`,
    );
  }
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(parsed.hostname);
  if (parsed.protocol === 'http:' && !isLocal) {
    throw new InputError(
      `${KEY}.url must be an https address: the token would be sent in the clear`,
    );
  }
  return parsed.href.replace(/\/+$/, '');
}

function readRepository(config: Config, area: ArtifactArea): string {
  const key = `repositories.${area}`;
  const value = config.getString(key);
  if (!REPOSITORY.test(value)) {
    throw new InputError(
      `${KEY}.${key} is "${value}"; write the key of a repository, such as kiosk-${area}-local`,
    );
  }
  return value;
}

/**
 * Reads `adaptiveDelivery.artifactory`.
 *
 * @returns null when it is not set: Artifactory is not used.
 * @throws InputError naming the key at fault.
 */
export function readSettings(root: Config): ArtifactorySettings | null {
  const config = root.getOptionalConfig(KEY);
  if (!config) return null;
  const token = config.getString('token');
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new InputError(`${KEY}.token is no access token of Artifactory`);
  }
  const seconds = config.getOptionalNumber('timeoutSeconds') ?? 10;
  if (!(seconds >= 1 && seconds <= 30)) {
    throw new InputError(
      `${KEY}.timeoutSeconds is ${seconds}; write a number from 1 to 30`,
    );
  }
  const repositories = {
    candidates: readRepository(config, 'candidates'),
    releases: readRepository(config, 'releases'),
    records: readRepository(config, 'records'),
  };
  if (new Set(Object.values(repositories)).size < 3) {
    throw new InputError(
      `${KEY}.repositories must name three different repositories: what is old goes from candidates and must never be a release`,
    );
  }
  return {
    url: readUrl(config),
    token,
    repositories,
    timeoutMs: seconds * 1000,
    builds: config.getOptionalBoolean('builds') ?? true,
  };
}
