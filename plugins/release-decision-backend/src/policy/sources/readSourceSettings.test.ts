import { ConfigReader } from '@backstage/config';
import { readSourceSettings } from './readSourceSettings';

const read = (policy: object) =>
  readSourceSettings(
    new ConfigReader({ adaptiveDelivery: { policy } } as never),
  );

const URL = 'https://git.example/platform/policy.git';
const inGit = (git: object) => ({ sources: [{ git: { url: URL, ...git } }] });

it('reads folders as they always were', () => {
  expect(read({ folders: ['a', '../b'] })).toEqual([
    { kind: 'folder', folder: 'a' },
    { kind: 'folder', folder: '../b' },
  ]);
});

it('reads a list of sources instead of the folders', () => {
  const token = 'secret';
  expect(
    read({
      folders: ['../../policies/default'],
      sources: [
        { folder: '../../policies/default' },
        {
          git: {
            url: `${URL}/`,
            branch: 'release/2026',
            folder: 'policies/eu/',
            credentials: { token },
            pollSeconds: 30,
            timeoutSeconds: 5,
          },
        },
        { folder: 'overlay' },
      ],
    }),
  ).toEqual([
    { kind: 'folder', folder: '../../policies/default' },
    {
      kind: 'git',
      git: {
        key: 'adaptiveDelivery.policy.sources[1].git',
        url: URL,
        ref: { kind: 'branch', name: 'release/2026' },
        folder: 'policies/eu',
        credentials: { username: 'git', token },
        pollSeconds: 30,
        timeoutSeconds: 5,
      },
    },
    { kind: 'folder', folder: 'overlay' },
  ]);
});

it('asks once a minute for up to 20 s, without credentials, at the top, unless told', () => {
  expect(read(inGit({ tag: 'v3' }))).toEqual([
    {
      kind: 'git',
      git: {
        key: 'adaptiveDelivery.policy.sources[0].git',
        url: URL,
        ref: { kind: 'tag', name: 'v3' },
        folder: null,
        credentials: null,
        pollSeconds: 60,
        timeoutSeconds: 20,
      },
    },
  ]);
});

it.each([
  'https://git.example:8443/a.git',
  'http://localhost:3000/a.git',
  'http://127.0.0.1/a.git',
  'http://[::1]:80/a',
  '../policy',
  '/srv/git/policy.git',
  'policy',
])('takes %s', url => {
  expect(read(inGit({ url, branch: 'main' }))).toHaveLength(1);
});

it.each([
  ['nothing at all', {}, /adaptiveDelivery\.policy is not set.*folders: \[/],
  ['no folder', { folders: [] }, /adaptiveDelivery\.policy is not set/],
  [
    'an item that names nothing',
    { sources: [{}] },
    /sources\[0\] names no source/,
  ],
  [
    'an item that names two',
    { sources: [{ folder: 'a', git: { url: URL, branch: 'main' } }] },
    /sources\[0\] has both folder and git; make two list items/,
  ],
  [
    'two of Git',
    {
      sources: [
        { git: { url: URL, branch: 'main' } },
        { git: { url: URL, branch: 'next' } },
      ],
    },
    /sources names more than one Git source; decisions name one commit/,
  ],
  ['no ref', inGit({}), /git must name either a branch or a tag/],
  ['two refs', inGit({ branch: 'a', tag: 'b' }), /either a branch or a tag/],
  [
    'a full ref',
    inGit({ branch: 'refs/heads/main' }),
    /branch is "refs\/heads/,
  ],
  [
    'a ref like an option',
    inGit({ branch: '--upload-pack=x' }),
    /the bare name/,
  ],
  [
    'a ref that climbs',
    inGit({ tag: 'a/../../b' }),
    /tag is "a\/\.\.\/\.\.\/b"/,
  ],
  ['a ref with a break', inGit({ branch: 'a\nb' }), /branch is/],
  [
    'plain http',
    inGit({ url: 'http://git.example/a', branch: 'm' }),
    /write https/,
  ],
  [
    'http on a host that only looks local',
    inGit({ url: 'http://127.0.0.1.example/a', branch: 'm' }),
    /write https/,
  ],
  [
    'credentials in the address',
    inGit({ url: 'https://me:pass@git.example/a', branch: 'm' }),
    /url holds credentials, which would stand in logs; write them as/,
  ],
  ['a query', inGit({ url: `${URL}?x=1`, branch: 'm' }), /must end with/],
  [
    'ssh',
    inGit({ url: 'ssh://git@git.example/a', branch: 'm' }),
    /write an https/,
  ],
  [
    'scp',
    inGit({ url: 'git@git.example:a.git', branch: 'm' }),
    /write an https/,
  ],
  [
    'a file address',
    inGit({ url: 'file:///srv/a', branch: 'm' }),
    /path of a local/,
  ],
  ['an empty one', inGit({ url: '/', branch: 'm' }), /url is ""/],
  [
    'a folder that climbs',
    inGit({ branch: 'm', folder: 'a/../../b' }),
    /folder is/,
  ],
  [
    'a folder from the root',
    inGit({ branch: 'm', folder: '/a' }),
    /folder is "\/a"/,
  ],
  [
    'credentials without a token',
    inGit({ branch: 'm', credentials: { username: 'a' } }),
    /credentials\.token/,
  ],
  [
    'credentials for a path',
    inGit({ url: '/srv/a', branch: 'm', credentials: { token: 'x' } }),
    /credentials are for an https address/,
  ],
  [
    'too many looks',
    inGit({ branch: 'm', pollSeconds: 1 }),
    /pollSeconds is 1; write 5/,
  ],
  [
    'no patience',
    inGit({ branch: 'm', timeoutSeconds: 0 }),
    /timeoutSeconds is 0; write 1/,
  ],
])('refuses %s and says what to write', (_title, policy, words) => {
  expect(() => read(policy)).toThrow(words);
});

it.each([
  'https://me:s3cret@git.example/a',
  'ssh://me:s3cret@git.example/a',
  'https://me:s3cret@git example/a',
])('shows no credentials of %s, which it refuses', url => {
  expect(() => read(inGit({ url, branch: 'm' }))).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('s3cret') }),
  );
});
