import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Decisions of these components or owners go to a channel of their own. */
export type ChannelRule = {
  components: string[];
  owners: string[];
  channel: string;
};

export type SlackSettings = {
  token: string;
  /** Any of them may have signed a request. */
  signingSecrets: string[];
  channel: string;
  channels: ChannelRule[];
  apiUrl: URL;
  timeoutMs: number;
  /** Without a slash at the end. */
  portalUrl: string;
};

const KEY = 'adaptiveDelivery.slack';
const CHANNEL_ID = /^[CG][A-Z0-9]{5,20}$/;

function readChannel(config: Config, key: string): string {
  const channel = config.getString('channel');
  if (!CHANNEL_ID.test(channel)) {
    throw new InputError(
      `${key}.channel is "${channel}"; write the channel's id, such as C0123456789 (in Slack: open the channel's details, it is at the very bottom)`,
    );
  }
  return channel;
}

function readSecrets(config: Config): string[] {
  const value = config.get('signingSecret');
  const secrets = Array.isArray(value) ? value : [value];
  const texts = secrets.filter(
    (secret): secret is string =>
      typeof secret === 'string' && secret.trim() !== '',
  );
  if (texts.length === 0 || texts.length !== secrets.length) {
    throw new InputError(
      `${KEY}.signingSecret must be the signing secret of the Slack app (Basic Information, App Credentials), or a list of them while it is being changed`,
    );
  }
  return texts;
}

function readToken(config: Config): string {
  const token = config.getString('token');
  if (!/^xoxb-[A-Za-z0-9-]+$/.test(token)) {
    throw new InputError(
      `${KEY}.token must be the bot token of the Slack app, starting with xoxb- (OAuth & Permissions)`,
    );
  }
  return token;
}

function readApiUrl(config: Config): URL {
  const text = config.getOptionalString('apiUrl') ?? 'https://slack.com/api/';
  const url = URL.parse(text);
  const isLocal =
    url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (!url || (url.protocol !== 'https:' && !isLocal)) {
    throw new InputError(
      `${KEY}.apiUrl is "${text}"; write an https address such as https://slack.com/api/`,
    );
  }
  return url;
}

function readTimeout(config: Config): number {
  const seconds = config.getOptionalNumber('timeoutSeconds') ?? 10;
  if (!(seconds >= 1 && seconds <= 10)) {
    throw new InputError(`${KEY}.timeoutSeconds is ${seconds}; write 1 to 10`);
  }
  return seconds * 1000;
}

function readRules(config: Config): ChannelRule[] {
  return (config.getOptionalConfigArray('channels') ?? []).map(
    (rule, index) => {
      const key = `${KEY}.channels[${index}]`;
      const read = (name: string) =>
        (rule.getOptionalStringArray(name) ?? []).map(glob =>
          glob.toLocaleLowerCase('en-US'),
        );
      const components = read('components');
      const owners = read('owners');
      if (components.length + owners.length === 0) {
        throw new InputError(
          `${key} names neither components nor owners; write one of them, such as owners: [group:default/payments]`,
        );
      }
      return { components, owners, channel: readChannel(rule, key) };
    },
  );
}

/**
 * @returns null when Slack is not configured.
 * @throws InputError naming the key at fault and what to write.
 */
export function readSettings(root: Config): SlackSettings | null {
  const config = root.getOptionalConfig(KEY);
  if (!config) return null;
  return {
    token: readToken(config),
    signingSecrets: readSecrets(config),
    channel: readChannel(config, KEY),
    channels: readRules(config),
    apiUrl: readApiUrl(config),
    timeoutMs: readTimeout(config),
    portalUrl: root.getString('app.baseUrl').replace(/\/+$/, ''),
  };
}
