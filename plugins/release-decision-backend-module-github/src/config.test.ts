import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { KeyObject, generateKeyPairSync } from 'node:crypto';
import { readSettings } from './config';

const pem = (key: KeyObject) =>
  String(key.export({ type: 'pkcs8', format: 'pem' }));
const rsaKey = pem(
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
);
const edKey = pem(generateKeyPairSync('ed25519').privateKey);

const read = (change: JsonObject = {}) =>
  readSettings(
    new ConfigReader({
      adaptiveDelivery: {
        github: {
          appId: 4711,
          privateKey: rsaKey,
          webhookSecret: 'secret',
          ...change,
        },
      },
    }),
  );

it('is off without its configuration', () => {
  expect(readSettings(new ConfigReader({}))).toBeNull();
});

it('has sane defaults', () => {
  const settings = read();
  expect(settings).toMatchObject({
    appId: 4711,
    webhookSecrets: ['secret'],
    host: 'github.com',
    timeoutMs: 10_000,
  });
  expect(settings?.apiUrl.href).toBe('https://api.github.com/');
});

it('reads what differs', () => {
  const settings = read({
    appId: '4711',
    privateKey: rsaKey.replaceAll('\n', '\\n'),
    webhookSecret: ['new', 'old'],
    apiUrl: 'https://GitHub.example/api/v3/',
    environments: { Live: 'production' },
  });
  expect(settings).toMatchObject({
    appId: 4711,
    privateKey: rsaKey.trim(),
    webhookSecrets: ['new', 'old'],
    host: 'github.example',
    environments: new Map([['live', 'production']]),
  });
  expect(settings?.apiUrl.href).toBe('https://github.example/api/v3');
  expect(read({ apiUrl: 'https://api.kiosk.ghe.com' })?.host).toBe(
    'kiosk.ghe.com',
  );
});

it.each<[JsonObject, RegExp]>([
  [{ appId: 'Iv1.abc' }, /github\.appId must be the number/],
  [{ privateKey: 'nonsense' }, /github\.privateKey .* cannot be read as a key/],
  [{ privateKey: edKey }, /github\.privateKey .* a key of ed25519/],
  [{ webhookSecret: '' }, /github\.webhookSecret must be/],
  [{ webhookSecret: [] }, /github\.webhookSecret must be/],
  [{ webhookSecret: ['new', 7] }, /github\.webhookSecret must be/],
  [{ apiUrl: 'http://github.example/api/v3' }, /github\.apiUrl .* https/],
  [{ apiUrl: 'nonsense' }, /github\.apiUrl .* https/],
  [{ timeoutSeconds: 0 }, /github\.timeoutSeconds is 0; write 1 to 10/],
])('refuses %j and says what to write', (change, words) => {
  expect(() => read(change)).toThrow(words);
});
