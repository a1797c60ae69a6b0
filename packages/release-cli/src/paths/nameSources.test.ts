import { candidatesOf, nameSources } from './nameSources';

const tracked = new Set(['src/a.cc', 'src/b.h', 'tools/report.py', 'string']);

const name = (...paths: string[]) =>
  nameSources(
    paths.map(path => [path]),
    tracked,
  );

describe('nameSources', () => {
  it.each([
    [
      'paths of the checkout',
      ['src/a.cc', './src/b.h'],
      ['src/a.cc', 'src/b.h'],
    ],
    [
      'an agent on Linux',
      ['/home/ci/ws@2/src/a.cc', '/home/ci/ws@2/build/generated.cc'],
      ['src/a.cc', 'build/generated.cc'],
    ],
    [
      'an agent on Windows, with drives and segments in any spelling',
      ['C:\\ws\\src\\a.cc', 'c:\\ws\\build\\..\\src\\.\\b.h'],
      ['src/a.cc', 'src/b.h'],
    ],
    ['a build folder', ['../src/a.cc', '../src/b.h'], ['src/a.cc', 'src/b.h']],
    [
      'headers of the system that end like a file of the checkout',
      ['/ws/src/a.cc', '/ws/src/b.h', '/usr/include/c++/12/string'],
      ['src/a.cc', 'src/b.h', '/usr/include/c++/12/string'],
    ],
    [
      'files of a checkout within the checkout',
      ['/ws/vendor/src/a.cc'],
      ['src/a.cc'],
    ],
    [
      'a checkout that lies in another one: the longer of two roots',
      ['/ws/src/a.cc', '/ws/x/src/b.h'],
      ['/ws/src/a.cc', 'src/b.h'],
    ],
    [
      'paths out of everything',
      ['../../../etc/passwd', '/../../x', ''],
      ['../../../etc/passwd', '/../../x', ''],
    ],
  ])('names %s', (_what, paths, names) => {
    expect(name(...paths)).toEqual(names);
  });

  it('takes the folder that has the file, of those it may be in', () => {
    expect(
      nameSources(
        [
          candidatesOf('report.py', ['/ws/src', '/ws/tools']),
          candidatesOf('other.py', ['/ws/src/', '/ws/tools']),
          candidatesOf('/ws/src/a.cc', ['/ws/tools']),
          [],
        ],
        tracked,
      ),
    ).toEqual(['tools/report.py', 'src/other.py', 'src/a.cc', '']);
  });

  it('knows nothing without files to go by', () => {
    expect(nameSources([['/ws/src/a.cc']], new Set())).toEqual([
      '/ws/src/a.cc',
    ]);
  });
});
