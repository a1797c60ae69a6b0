import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { createPrivateKey } from 'node:crypto';

export type GitHubSettings = {
  appId: number;
  /** PEM. */
  privateKey: string;
  /** Any of them may have signed a webhook. */
  webhookSecrets: string[];
  /** Of the REST API, without a slash at the end. */
  apiUrl: URL;
  /** Of the repositories' addresses, in lower case. */
  host: string;
  /** Ours by GitHub's name of the environment in lower case. */
  environments: ReadonlyMap<string, string>;
  timeoutMs: number;
};

const KEY = 'adaptiveDelivery.github';

const lower = (text: string) => text.toLocaleLowerCase('en-US');

function readAppId(config: Config): number {
  const appId = Number(config.get('appId'));
  if (!Number.isSafeInteger(appId) || appId <= 0) {
    throw new InputError(
      `${KEY}.appId must be the number of the GitHub App (on the App's page in GitHub: App ID)`,
    );
  }
  return appId;
}

function readPrivateKey(config: Config): string {
  // Where a variable cannot hold line breaks they are written as \n.
  const text = config.getString('privateKey').replaceAll('\\n', '\n').trim();
  const what = `${KEY}.privateKey must be the private key of the GitHub App, the whole file beginning with -----BEGIN RSA PRIVATE KEY-----`;
  let type: string | undefined;
  try {
    type = createPrivateKey(text).asymmetricKeyType;
  } catch {
    throw new InputError(`${what}; what is there cannot be read as a key`);
  }
  if (type !== 'rsa') throw new InputError(`${what}; this is a key of ${type}`);
  return text;
}

function readSecrets(config: Config): string[] {
  const value = config.get('webhookSecret');
  const secrets = Array.isArray(value) ? value : [value];
  const texts = secrets.filter(
    (secret): secret is string =>
      typeof secret === 'string' && secret.trim() !== '',
  );
  if (texts.length === 0 || texts.length !== secrets.length) {
    throw new InputError(
      `${KEY}.webhookSecret must be the webhook secret of the GitHub App, or a list of them while it is being changed`,
    );
  }
  return texts;
}

function readApiUrl(config: Config): URL {
  const text = config.getOptionalString('apiUrl') ?? 'https://api.github.com';
  const url = URL.parse(text.replace(/\/+$/, ''));
  const isLocal =
    url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (!url || (url.protocol !== 'https:' && !isLocal) || url.search) {
    throw new InputError(
      `${KEY}.apiUrl is "${text}"; write an https address such as https://github.example/api/v3`,
    );
  }
  return url;
}

function readEnvironments(config: Config): ReadonlyMap<string, string> {
  const environments = config.getOptionalConfig('environments');
  return new Map(
    (environments?.keys() ?? []).map(name => [
      lower(name),
      environments?.getString(name) ?? '',
    ]),
  );
}

function readTimeout(config: Config): number {
  const seconds = config.getOptionalNumber('timeoutSeconds') ?? 10;
  if (!(seconds >= 1 && seconds <= 10)) {
    throw new InputError(`${KEY}.timeoutSeconds is ${seconds}; write 1 to 10`);
  }
  return seconds * 1000;
}

/**
 * @returns null when GitHub is not configured.
 * @throws InputError naming the key at fault and what to write.
 */
export function readSettings(root: Config): GitHubSettings | null {
  const config = root.getOptionalConfig(KEY);
  if (!config) return null;
  const apiUrl = readApiUrl(config);
  const host =
    config.getOptionalString('host') ?? apiUrl.hostname.replace(/^api\./, '');
  return {
    appId: readAppId(config),
    privateKey: readPrivateKey(config),
    webhookSecrets: readSecrets(config),
    apiUrl,
    host: lower(host),
    environments: readEnvironments(config),
    timeoutMs: readTimeout(config),
  };
}
