import fc from 'fast-check';
import { fixture } from '../__testUtils__/fixtures';
import { compareDependencies } from './compareDependencies';
import { parseCycloneDx } from './cyclonedx';

const real = (name: string) => parseCycloneDx(fixture('sbom', name));

const bom = (components: unknown, more: object = {}) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components,
    ...more,
  });

const library = (purl: string) => ({ type: 'library', name: 'x', purl });

const listed = (text: string) =>
  [...parseCycloneDx(text)].map(
    ([name, versions]) => `${name} ${[...versions].join(' ')}`,
  );

describe('a real SBOM', () => {
  it.each([
    [
      'of Syft (1.6), without the files it lists',
      'syft.cdx.json',
      [
        'pkg:conan/fmt',
        'pkg:conan/libpng',
        'pkg:pypi/pyyaml',
        'pkg:pypi/requests',
        'pkg:conan/zlib',
      ],
    ],
    ['of npm (1.5)', 'npm.cdx.json', ['pkg:npm/ms', 'pkg:npm/picocolors']],
    [
      'of cyclonedx-py (1.4)',
      'cyclonedx-py.cdx.json',
      ['pkg:pypi/pyyaml', 'pkg:pypi/requests'],
    ],
    ['of nothing, which has no components', 'cyclonedx-py-empty.cdx.json', []],
  ])('%s lists its dependencies', (_what, name, dependencies) => {
    expect([...real(name).keys()]).toEqual(dependencies);
  });

  it('is compared by name and version', () => {
    const [now, before] = [real('syft.cdx.json'), real('syft-base.cdx.json')];
    // fmt came, bzip2 went, libpng is another version
    expect(compareDependencies(now, before)).toEqual({
      added: 1,
      changed: 1,
      removed: 1,
    });
    expect(compareDependencies(now, now)).toEqual({
      added: 0,
      changed: 0,
      removed: 0,
    });
  });
});

describe('parseCycloneDx', () => {
  it.each([
    [
      'a scope of npm',
      [library('pkg:npm/%40a/b@1.0.0')],
      ['pkg:npm/%40a/b 1.0.0'],
    ],
    [
      'qualifiers, which make no other package',
      [
        library('pkg:deb/debian/zlib1g@1%3A1.2?arch=arm64#x'),
        library('pkg:deb/debian/zlib1g@1%3A1.2?arch=amd64'),
      ],
      ['pkg:deb/debian/zlib1g 1%3A1.2'],
    ],
    [
      'several versions of one',
      [library('pkg:npm/a@1'), library('pkg:npm/a@2')],
      ['pkg:npm/a 1 2'],
    ],
    ['one without a version', [library('pkg:npm/a')], ['pkg:npm/a ']],
    [
      'components without a package URL',
      [
        { type: 'library', name: 'a', version: '1' },
        { type: 'firmware', group: 'g', name: 'b' },
      ],
      ['a 1', 'g/b '],
    ],
    [
      'parts of a component',
      [{ ...library('pkg:npm/a@1'), components: [library('pkg:npm/b@1')] }],
      ['pkg:npm/a 1', 'pkg:npm/b 1'],
    ],
    [
      'no files and data',
      [
        { type: 'file', name: '/etc/passwd' },
        { type: 'data', name: 'd' },
        { type: 'cryptographic-asset', name: 'c' },
      ],
      [],
    ],
    ['a list that is null', null, []],
  ])('lists %s', (_what, components, expected) => {
    expect(listed(bom(components))).toEqual(expected);
  });

  it.each([
    ['nothing', '', /^is empty/],
    [
      'one that ends early',
      fixture('sbom', 'syft.cdx.json').slice(0, 2000),
      /^is not JSON/,
    ],
    ['null', 'null', /is not a CycloneDX SBOM/],
    [
      'SPDX',
      fixture('sbom', 'syft.spdx.json'),
      /CycloneDX SBOM in JSON, but SPDX/,
    ],
    [
      'XML',
      '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>',
      /is not JSON/,
    ],
    [
      'a report of Grype',
      fixture('vulnerabilities', 'grype.json'),
      /is not a CycloneDX/,
    ],
    [
      'an old version',
      bom([], { specVersion: '1.3' }),
      /specVersion: must be 1.4 to 1.7/,
    ],
    ['no version', bom([], { specVersion: undefined }), /specVersion/],
    ['components that are none', bom({}), /components: /],
    [
      'a component without a name',
      bom([{ type: 'library' }]),
      /components\[0\]\.name/,
    ],
    [
      'a part without a type',
      bom([{ ...library('pkg:npm/a@1'), components: [{ name: 'x' }] }]),
      /components\[0\]\.components\[0\]\.type/,
    ],
    [
      'a key twice',
      '{"bomFormat":"CycloneDX","bomFormat":"CycloneDX"}',
      /stands twice/,
    ],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseCycloneDx(text)).toThrow(message);
  });
});

it('counts each dependency once, whichever way round', () => {
  const dependencies = fc
    .dictionary(
      fc.constantFrom('a', 'b', 'c', 'd'),
      fc.uniqueArray(fc.constantFrom('1', '2'), { minLength: 1 }),
    )
    .map(all =>
      parseCycloneDx(
        bom(
          Object.entries(all).flatMap(([name, versions]) =>
            versions.map(version => library(`pkg:npm/${name}@${version}`)),
          ),
        ),
      ),
    );
  fc.assert(
    fc.property(dependencies, dependencies, (now, before) => {
      const there = compareDependencies(now, before);
      const back = compareDependencies(before, now);
      expect(there).toEqual({
        added: back.removed,
        changed: back.changed,
        removed: back.added,
      });
      expect(now.size - there.added).toBe(before.size - there.removed);
    }),
  );
});
