import { dirname, join } from 'node:path';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { removeTestFolders } from '../__testUtils__/TestRepo';
import {
  EMIT,
  builtRepo,
  emit,
  readContracts,
  sha256,
} from '../__testUtils__/builtRepo';
import { fixture, fixturesFolder } from '../__testUtils__/fixtures';

afterAll(removeTestFolders);
jest.setTimeout(60_000);

/** A finished build, with the reports of other tools in it. */
function builtWith(...files: string[]) {
  const repo = builtRepo();
  for (const file of files) {
    const target = join(repo.path, 'build', file);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(fixturesFolder, file), target);
  }
  return repo;
}

const ENVELOPE = {
  payloadType: 'application/vnd.in-toto+json',
  payload: 'e30=',
  signatures: [{ keyid: 'security-2026', sig: 'AAAA' }],
};

const ALL = [
  'testCoverage/amount.info',
  'testCoverage/bad_amount.info',
  'testCoverage/coverage-py.xml',
  'sarif/now/clang.sarif',
  'sarif/base/clang.sarif',
  'sbom/syft.cdx.json',
  'sbom/syft-base.cdx.json',
  'vulnerabilities/grype.json',
  'vulnerabilities/osv.json',
];

const SETTINGS = `schemaVersion: '1.0'
component: component:default/payments-service
artifacts:
  - { path: build/app.cab, os: windows, arch: x64 }
coverage:
  files: [build/testCoverage/*.info, build/testCoverage/coverage-py.xml]
  base: [build/testCoverage/amount.info]
staticAnalysis:
  files: [build/sarif/now/*.sarif]
  base: [build/sarif/base/*.sarif]
  withoutBase: missing
sbom:
  file: build/sbom/syft.cdx.json
  base: build/sbom/syft-base.cdx.json
vulnerabilities:
  files: [build/vulnerabilities/*.json]
  vex: [vex/*.json]
`;

const contractsOf = (repo: { path: string }) =>
  readContracts(join(repo.path, '.release'));

describe('release emit', () => {
  it('holds what other tools found out, named in release.yaml', async () => {
    const repo = builtWith(...ALL);
    repo.write('release.yaml', SETTINGS);
    repo.write('vex/zlib.dsse.json', JSON.stringify(ENVELOPE));
    const { code, err, out } = await emit(repo, [], {}, ['emit']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { buildInfo, riskInputs } = contractsOf(repo);
    // (30 + 13) of (32 + 17) lines, after 27 of 31
    expect(riskInputs.coverage).toEqual({ lines: 0.877551, delta: 0.006583 });
    expect(buildInfo.coverage).toEqual({ lines: 0.877551 });
    expect(riskInputs.staticAnalysis).toEqual({
      newFindings: { error: 0, warning: 1, note: 0 },
    });
    expect(buildInfo.sbom).toEqual({
      format: 'cyclonedx',
      uri: 'workspace:build/sbom/syft.cdx.json',
      sha256: sha256(fixture('sbom', 'syft.cdx.json')),
    });
    expect(riskInputs.dependencies).toEqual({
      added: 1,
      changed: 1,
      removed: 1,
    });
    expect(riskInputs.vulnerabilities?.map(item => item.id)).toEqual([
      'CVE-2099-1001',
      'CVE-2099-1002',
      'CVE-2099-1003',
      'CVE-2099-1004',
      'CVE-2099-1005',
      'CVE-2099-1006',
      'GHSA-5555-6666-7777',
      'OSV-2099-77',
    ]);
    expect(riskInputs.vexStatements).toEqual([{ envelope: ENVELOPE }]);
    expect(out)
      .toContain(`  coverage: 87.8 % of lines, +0.7 % since the release before
  static analysis, new: errors 0, warnings 1, notes 0
  SBOM: workspace:build/sbom/syft.cdx.json
  dependencies: 1 added, 1 changed, 1 removed
  vulnerabilities: 2 critical, 1 high, 3 medium, 2 unknown
  VEX documents: 1
`);
  });

  it('takes flags over release.yaml', async () => {
    const repo = builtWith(
      'testCoverage/gcovr.xml',
      'sarif/now/bandit.sarif',
      'sbom/npm.cdx.json',
      'vulnerabilities/grype-clean.json',
    );
    repo.write('release.yaml', SETTINGS);
    const { code, err } = await emit(repo, [
      ...['--coverage', 'build/testCoverage/gcovr.xml'],
      ...['--coverage-base', 'build/testCoverage/gcovr.xml'],
      ...['--sarif', 'build/sarif/now/bandit.sarif', '--sarif-count-all'],
      ...['--sbom', 'build/sbom/npm.cdx.json'],
      ...['--sbom-base', 'build/sbom/npm.cdx.json'],
      ...['--vulnerabilities', 'build/vulnerabilities/grype-clean.json'],
      ...['--vex', 'none/*.json'],
      ...['--artifact-uri', 'https://artifacts.example.com/candidates/'],
    ]);
    expect({ code, err }).toEqual({
      code: 0,
      err: 'notice: the VEX document is left out: nothing matches none/*.json',
    });
    const { buildInfo, riskInputs } = contractsOf(repo);
    expect(riskInputs.coverage).toEqual({ lines: 0.9375, delta: 0 });
    expect(riskInputs.staticAnalysis).toEqual({
      newFindings: { error: 1, warning: 0, note: 2 },
    });
    expect(buildInfo.sbom?.uri).toBe(
      'https://artifacts.example.com/candidates/build/sbom/npm.cdx.json',
    );
    expect(riskInputs.vulnerabilities).toEqual([]);
    expect(riskInputs).not.toHaveProperty('vexStatements');
  });

  it('leaves out what is not there, and says so', async () => {
    const repo = builtWith(
      'sarif/now/clang.sarif',
      'vulnerabilities/osv-clean.json',
      'vulnerabilities/grype.json',
      'sbom/syft.cdx.json',
    );
    const { code, err } = await emit(repo, [
      ...['--coverage', 'build/none/*.info'],
      ...['--sarif', 'build/sarif/now/*.sarif'],
      ...['--sarif-base', 'build/sarif/base.sarif'],
      ...['--sbom', 'build/sbom/syft.cdx.json'],
      ...['--sbom-base', 'build/sbom/base.cdx.json'],
      ...['--vulnerabilities', 'build/vulnerabilities/*.json'],
    ]);
    expect(code).toBe(0);
    expect(err.split('\n')).toEqual([
      'notice: the coverage is left out: nothing matches build/none/*.info',
      expect.stringMatching(
        /^notice: the static analysis is left out: which findings of clang are new/,
      ),
      'notice: the change of dependencies is left out: nothing matches build/sbom/base.cdx.json',
      expect.stringMatching(
        /^notice: the scan for vulnerabilities is left out: build\/vulnerabilities\/osv-clean\.json names no package that was scanned/,
      ),
    ]);
    const { buildInfo, riskInputs } = contractsOf(repo);
    for (const part of [
      'coverage',
      'staticAnalysis',
      'dependencies',
      'vulnerabilities',
    ]) {
      expect(riskInputs).not.toHaveProperty(part);
    }
    expect(buildInfo).not.toHaveProperty('coverage');
    expect(buildInfo.sbom).toBeDefined();
  });

  it.each([
    [
      'a report that is not there',
      ['--vulnerabilities', 'build/no.json'],
      /^release: Vulnerability report build\/no\.json is not there/,
    ],
    [
      'an empty one',
      ['--vulnerabilities', 'build/empty'],
      /^release: Vulnerability report build\/empty is empty/,
    ],
    [
      'one of two kinds',
      ['--sarif', 'build/sbom/syft.cdx.json'],
      /^release: SARIF log build\/sbom\/syft\.cdx\.json is not a SARIF log/,
    ],
    [
      'coverage of the wrong kind',
      ['--coverage', 'build/windows.xml'],
      /^release: Coverage report build\/windows\.xml is not a Cobertura report: its root is <testsuite>/,
    ],
    [
      'a broken base',
      ['--coverage', 'build/gcovr.info', '--coverage-base', 'build/empty'],
      /^release: Coverage base build\/empty is empty/,
    ],
    [
      'two SBOMs',
      ['--sbom', 'build/sbom/*'],
      /^release: SBOM build\/sbom\/\* matches 2 files; merge them/,
    ],
    [
      'a VEX document that nobody signed',
      ['--vex', 'build/openvex.json'],
      /^release: VEX document build\/openvex\.json is no DSSE envelope/,
    ],
    [
      'an envelope without a signature',
      ['--vex', 'build/unsigned.json'],
      /^release: VEX document build\/unsigned\.json is not valid: signatures: /,
    ],
  ])('ends with 2 and writes nothing for %s', async (_what, more, message) => {
    const repo = builtWith('sbom/syft.cdx.json', 'sbom/npm.cdx.json');
    repo.write('build/empty', '');
    repo.write('build/gcovr.info', 'SF:a\nDA:1,1\nend_of_record\n');
    repo.write('build/openvex.json', '{"@context": "https://openvex.dev/ns"}');
    repo.write(
      'build/unsigned.json',
      JSON.stringify({ ...ENVELOPE, signatures: [] }),
    );
    const { code, err } = await emit(repo, more);
    expect(err).toMatch(message);
    expect(code).toBe(2);
    expect(existsSync(join(repo.path, '.release'))).toBe(false);
  });

  it('ends with 2 for more than the portal takes', async () => {
    const repo = builtRepo();
    const large = { ...ENVELOPE, payload: 'A'.repeat(256 * 1024) };
    for (let i = 0; i < 21; i += 1) {
      repo.write(`build/vex/${i}.json`, JSON.stringify(large));
    }
    const { code, err } = await emit(repo, ['--vex', 'build/vex/*.json']);
    expect(err).toMatch(
      /have \d+ bytes together, and the portal takes 5242880/,
    );
    expect(code).toBe(2);
  });

  it.each([
    ['sbom: { file: ../sbom.json }', /sbom\.file: must be a relative path/],
    ['sbom: { file: C:/sbom.json }', /sbom\.file: must be a relative path/],
    ['coverage: { files: [/etc/passwd] }', /coverage\.files\[0\]/],
    ['coverage: { files: [a], base: [a/../../b] }', /coverage\.base\[0\]/],
    ['coverage: { file: a }', /coverage\.file: unknown key/],
    ['coverage: {}', /coverage\.files/],
    ['staticAnalysis: { files: [a], withoutBase: none }', /withoutBase/],
    ['vulnerabilities: { files: a }', /vulnerabilities\.files/],
    [
      'vulnerabilities: { files: [a], vex: [~/a] }\nvex: []',
      /vex: unknown key/,
    ],
  ])('ends with 2 for the settings %j', async (yaml, message) => {
    const repo = builtRepo();
    repo.write(
      'release.yaml',
      `schemaVersion: '1.0'\ncomponent: component:default/a\n${yaml}\n`,
    );
    const { code, err } = await emit(repo, [], {}, EMIT);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});
