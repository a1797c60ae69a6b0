import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { GitSettings } from '../git/GitSettings';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const MAX_URL = 1000;
const MAX_NAME = 200;
/** What git-check-ref-format allows, without the rarest forms. */
const REF_NAME =
  /^(?![-/.])(?!refs\/)(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock$|[/.]$))[^\s~^:?*[\\\p{Cc}]+$/u;
const FOLDER =
  /^(?![/.-])(?!.*(?:^|\/)\.{0,2}(?:\/|$))[A-Za-z0-9._+-]+(?:\/[A-Za-z0-9._+-]+)*$/;

function checkRemote(url: URL, key: string) {
  if (url.username || url.password) {
    throw new InputError(
      `${key}.url holds credentials, which would stand in logs; write them as ${key}.credentials.username and token`,
    );
  }
  if (url.search || url.hash) {
    throw new InputError(`${key}.url must end with the repository's path`);
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw new InputError(
      `${key}.url is http, by which anyone on the way could read and change what is sent; write https`,
    );
  }
}

/** @throws InputError for what is neither https nor a local path. */
export function readUrl(config: Config, key: string): string {
  const url = config.getString('url').replace(/\/+$/, '');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1].toLowerCase();
  if (url.length > MAX_URL) {
    throw new InputError(`${key}.url is longer than ${MAX_URL} characters`);
  }
  if (scheme === 'https' || scheme === 'http') {
    if (!URL.canParse(url)) {
      throw new InputError(`${key}.url is no URL`);
    }
    checkRemote(new URL(url), key);
    return url;
  }
  if (url === '' || scheme !== undefined || /^[^/\\]+@[^/\\]+:/.test(url)) {
    throw new InputError(
      `${key}.url is "${url.replace(
        /\/\/.*@/,
        '//…@',
      )}"; write an https:// address or the path of a local repository`,
    );
  }
  return url;
}

function readRef(config: Config, key: string): GitSettings['ref'] {
  const branch = config.getOptionalString('branch');
  const tag = config.getOptionalString('tag');
  if ((branch === undefined) === (tag === undefined)) {
    throw new InputError(
      `${key} must name either a branch or a tag, such as branch: main`,
    );
  }
  const kind = branch === undefined ? 'tag' : 'branch';
  const name = branch ?? tag ?? '';
  if (name.length > MAX_NAME || !REF_NAME.test(name)) {
    throw new InputError(
      `${key}.${kind} is "${name}"; write the bare name of a ${kind}, such as ${
        kind === 'tag' ? 'v3' : 'main'
      }`,
    );
  }
  return { kind, name };
}

function readFolder(config: Config, key: string): string | null {
  const folder = config.getOptionalString('folder')?.replace(/\/+$/, '');
  if (folder === undefined) return null;
  if (folder.length > MAX_NAME || !FOLDER.test(folder)) {
    throw new InputError(
      `${key}.folder is "${folder}"; write a path in the repository, such as policies/default, of letters, digits and . _ + -, without . or ..`,
    );
  }
  return folder;
}

export function readCredentials(config: Config): GitSettings['credentials'] {
  const credentials = config.getOptionalConfig('credentials');
  if (!credentials) return null;
  return {
    username: credentials.getOptionalString('username') ?? 'git',
    token: credentials.getString('token'),
  };
}

function readSeconds(
  config: Config,
  key: string,
  name: string,
  range: { min: number; max: number; fallback: number },
): number {
  const value = config.getOptionalNumber(name) ?? range.fallback;
  if (!(value >= range.min && value <= range.max)) {
    throw new InputError(
      `${key}.${name} is ${value}; write ${range.min} to ${range.max} (seconds)`,
    );
  }
  return value;
}

/**
 * @param key where these settings stand, for words about them.
 * @throws InputError naming the key at fault and what to write.
 */
export function readGitSettings(config: Config, key: string): GitSettings {
  const url = readUrl(config, key);
  const credentials = readCredentials(config);
  if (credentials && !/^https?:/.test(url)) {
    throw new InputError(
      `${key}.credentials are for an https address; ${url} is a local path`,
    );
  }
  return {
    key,
    url,
    ref: readRef(config, key),
    folder: readFolder(config, key),
    credentials,
    pollSeconds: readSeconds(config, key, 'pollSeconds', {
      min: 5,
      max: 86_400,
      fallback: 60,
    }),
    timeoutSeconds: readSeconds(config, key, 'timeoutSeconds', {
      min: 1,
      max: 120,
      fallback: 20,
    }),
  };
}
