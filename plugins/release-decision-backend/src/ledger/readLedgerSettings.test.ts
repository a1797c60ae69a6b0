import { ConfigReader } from '@backstage/config';
import { readLedgerSettings } from './readLedgerSettings';

const read = (ledger?: object) =>
  readLedgerSettings(
    new ConfigReader(ledger && { adaptiveDelivery: { ledger } }),
  );

it.each([
  [undefined, { rootsEvery: { minutes: 10 }, file: null, git: null }],
  [
    { rootsEvery: '1m', anchor: { file: '/mnt/roots.jsonl' } },
    { rootsEvery: { minutes: 1 }, file: '/mnt/roots.jsonl', git: null },
  ],
  [
    {
      rootsEvery: { seconds: 30 },
      anchor: {
        git: {
          folder: '/srv/roots.git',
          push: {
            url: 'https://git.example.com/roots.git/',
            credentials: { token: 't' },
          },
        },
      },
    },
    {
      rootsEvery: { seconds: 30 },
      file: null,
      git: {
        folder: '/srv/roots.git',
        push: {
          url: 'https://git.example.com/roots.git',
          credentials: { username: 'git', token: 't' },
          timeoutSeconds: 20,
        },
      },
    },
  ],
])('reads %j', (ledger, { rootsEvery, ...anchors }) => {
  expect(read(ledger)).toEqual({ rootsEvery, anchors });
});

const pushTo = (url: string) => ({
  anchor: { git: { folder: 'roots.git', push: { url } } },
});

it.each([
  [
    { rootsEvery: { milliseconds: 5 } },
    'adaptiveDelivery.ledger.rootsEvery must be between one second and 24 hours',
  ],
  [{ rootsEvery: 'soon' }, 'rootsEvery'],
  [{ anchor: { git: {} } }, 'adaptiveDelivery.ledger.anchor.git.folder'],
  [pushTo('/srv/git'), 'ledger.anchor.git.push.url is a path'],
  [pushTo('http://git.example.com/x'), 'ledger.anchor.git.push.url is http'],
  [
    pushTo('https://me:secret@git.example.com/x'),
    'ledger.anchor.git.push.url holds credentials',
  ],
])('refuses %j', (ledger, words) => {
  expect(() => read(ledger)).toThrow(words);
});
