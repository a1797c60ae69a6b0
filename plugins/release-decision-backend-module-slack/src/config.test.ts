import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { chooseChannel } from './channel';
import { readSettings } from './config';

const slack = {
  token: 'xoxb-1-abc',
  signingSecret: 'secret',
  channel: 'C0DEFAULT',
};

const read = (change: JsonObject = {}) =>
  readSettings(
    new ConfigReader({
      app: { baseUrl: 'http://portal/' },
      adaptiveDelivery: { slack: { ...slack, ...change } },
    }),
  );

it('is off without its configuration', () => {
  expect(readSettings(new ConfigReader({}))).toBeNull();
});

it('has sane defaults', () => {
  expect(read()).toMatchObject({
    signingSecrets: ['secret'],
    channels: [],
    apiUrl: new URL('https://slack.com/api/'),
    timeoutMs: 10_000,
  });
  expect(read({ signingSecret: ['new', 'old'] })?.signingSecrets).toEqual([
    'new',
    'old',
  ]);
});

it.each<[JsonObject, RegExp]>([
  [{ token: 'xoxp-1' }, /slack\.token must be the bot token.*xoxb-/],
  [{ signingSecret: '' }, /slack\.signingSecret must be/],
  [{ signingSecret: [] }, /slack\.signingSecret must be/],
  [{ signingSecret: ['new', 7] }, /slack\.signingSecret must be/],
  [{ channel: '#releases' }, /slack\.channel is "#releases"; write .* id/],
  [{ apiUrl: 'http://slack.example/' }, /slack\.apiUrl .* https/],
  [{ apiUrl: 'nonsense' }, /slack\.apiUrl .* https/],
  [{ timeoutSeconds: 0 }, /slack\.timeoutSeconds is 0; write 1 to 10/],
  [
    { channels: [{ channel: 'C0OTHER' }] },
    /slack\.channels\[0\] names neither components nor owners/,
  ],
  [
    { channels: [{ owners: ['*'], channel: 'general' }] },
    /slack\.channels\[0\]\.channel is "general"/,
  ],
])('refuses %j and says what to write', (change, words) => {
  expect(() => read(change)).toThrow(words);
});

describe('the channel of a component', () => {
  const settings = {
    channel: 'C0DEFAULT',
    channels: [
      {
        components: ['component:default/kiosk-*'],
        owners: [],
        channel: 'C0KIOSK',
      },
      {
        components: ['*/exact.name'],
        owners: ['group:*/payments'],
        channel: 'C0MONEY',
      },
    ],
  };
  it.each([
    ['component:default/kiosk-firmware', [], 'C0KIOSK'],
    ['component:default/kiosk', [], 'C0DEFAULT'],
    ['component:other/kiosk-firmware', [], 'C0DEFAULT'],
    ['component:default/exact.name', [], 'C0MONEY'],
    ['component:default/exactXname', [], 'C0DEFAULT'],
    ['component:default/till', ['group:eu/payments'], 'C0MONEY'],
    ['component:default/till', ['user:eu/payments'], 'C0DEFAULT'],
    ['component:default/till', ['group:a/b', 'group:eu/payments'], 'C0MONEY'],
  ])('%s owned by %j goes to %s', async (component, owners, channel) => {
    expect(await chooseChannel(settings, component, async () => owners)).toBe(
      channel,
    );
  });

  it('asks for owners only when a rule needs them', async () => {
    const ownersOf = jest.fn(async () => []);
    await chooseChannel(settings, 'component:default/kiosk-a', ownersOf);
    expect(ownersOf).not.toHaveBeenCalled();
  });
});
