import { artifactSource, reportSource } from './sources';

describe('artifactSource', () => {
  it.each([
    ['a=linux/x86_64', {}, { path: 'a', os: 'linux', arch: 'x86_64' }],
    ['a=arm', { arch: 'arm64' }, { path: 'a', os: 'arm', arch: 'arm64' }],
    ['a', { os: 'arm', arch: 'v7' }, { path: 'a', os: 'arm', arch: 'v7' }],
    ['a=b=windows/x64', {}, { path: 'a=b', os: 'windows', arch: 'x64' }],
    [
      'a=b/c',
      { os: 'linux', arch: 'x' },
      { path: 'a=b/c', os: 'linux', arch: 'x' },
    ],
    [
      'C:\\out\\a.cab=windows/x64',
      {},
      { path: 'C:\\out\\a.cab', os: 'windows', arch: 'x64' },
    ],
  ])('reads %s with %j', (value, defaults, source) => {
    expect(artifactSource(value, defaults)).toEqual(source);
  });

  it.each([
    ['a', {}, /which architecture/],
    ['a=linux', {}, /which architecture/],
    ['a', { arch: 'x' }, /which system/],
    ['a', { arch: 'x', os: 'beos' }, /which system/],
  ])('refuses %s with %j', (value, defaults, message) => {
    expect(() => artifactSource(value, defaults)).toThrow(message);
  });
});

it('reads reports', () => {
  expect(reportSource('a/*.xml=arm', {})).toEqual({
    files: 'a/*.xml',
    os: 'arm',
  });
  expect(reportSource('a=b.xml', { os: 'linux' })).toEqual({
    files: 'a=b.xml',
    os: 'linux',
  });
  expect(() => reportSource('a.xml', {})).toThrow(/which system/);
});
