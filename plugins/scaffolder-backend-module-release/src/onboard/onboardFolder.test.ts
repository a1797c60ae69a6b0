import {
  parseWith,
  releaseSettings,
} from '@adaptive-delivery/plugin-release-common';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { parse, parseAllDocuments } from 'yaml';
import { onboardFolder } from './onboardFolder';
import { OnboardingInput, readOnboarding } from './onboarding';

const input: OnboardingInput = {
  component: 'payments-service',
  owner: 'group:default/kiosk-team',
  environment: 'production',
  target: 'lab:payments-service',
  builds: [
    { os: 'linux', arch: 'x86_64' },
    { os: 'windows', arch: 'x64' },
  ],
  repoUrl: 'https://git.example.com/payments-service',
};

const annotations = {
  'adaptive-delivery.io/metric-labels': 'component="payments-service"',
  'adaptive-delivery.io/analysis-profile': 'http-service',
  'adaptive-delivery.io/target-production': 'lab:payments-service',
};

const folder = createMockDirectory();
afterEach(() => folder.clear());

async function onboard(changes: Partial<OnboardingInput> = {}) {
  const files = await onboardFolder(
    folder.path,
    readOnboarding({ ...input, ...changes }),
  );
  return Object.fromEntries(files.map(file => [file.path, file]));
}

const texts = () =>
  folder.content({ shouldReadAsText: true }) as Record<string, string>;

describe('an empty folder', () => {
  it('gets everything that a release needs', async () => {
    const files = await onboard();
    expect(Object.values(files).map(({ state }) => state)).toEqual([
      'created',
      'created',
      'created',
      'created',
    ]);
    const written = texts();
    expect(parse(written['catalog-info.yaml'])).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'payments-service', annotations },
      spec: {
        type: 'service',
        lifecycle: 'experimental',
        owner: 'group:default/kiosk-team',
      },
    });
    expect(
      parseWith(
        releaseSettings,
        'release.yaml',
        parse(written['release.yaml']),
      ),
    ).toEqual({
      schemaVersion: '1.0',
      component: 'component:default/payments-service',
      environment: 'production',
      repo: { url: 'https://git.example.com/payments-service' },
      artifacts: [
        { path: 'out/linux/packages/*', os: 'linux', arch: 'x86_64' },
        { path: 'out/windows/packages/*', os: 'windows', arch: 'x64' },
      ],
      junit: [
        { files: 'out/linux/reports/*.xml', os: 'linux' },
        { files: 'out/windows/reports/*.xml', os: 'windows' },
      ],
    });
    expect(written['Jenkinsfile.release']).toContain(`releasePipeline(
  builds: [
    linux: [label: 'linux', run: 'sh ci/build.sh linux'],
    windows: [label: 'windows', run: 'ci\\\\build.bat windows'],
  ]
)`);
    expect(written['.gitignore']).toBe('/.release/\n');
  });

  it('stays as it is the second time', async () => {
    await onboard();
    const before = texts();
    const files = await onboard();
    expect(
      Object.values(files).every(({ state }) => state === 'unchanged'),
    ).toBe(true);
    expect(texts()).toEqual(before);
  });
});

const catalogInfo = `# Who owns what. Keep in order!
apiVersion: backstage.io/v1alpha1
kind: System
metadata:
  name: print-kiosk # the kiosk
spec:
  owner: group:default/kiosk-team
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: payments-service
  tags: [linux, cpp]
  annotations:
    # docs live here
    backstage.io/techdocs-ref: 'dir:.'
    adaptive-delivery.io/analysis-profile: "device-fleet" # old
  links:
  - url: https://example.com/$(not-run)?q={{ x }}
    title: A very long title that no tool should ever wrap, because a changed line is a line that somebody has to review
spec:
  type: service
  owner: group:default/kiosk-team
`;

describe('a repository with a catalog-info.yaml', () => {
  it('gets its annotations, and nothing else of it changes', async () => {
    folder.setContent({ 'catalog-info.yaml': catalogInfo });
    const files = await onboard();
    expect(files['catalog-info.yaml'].state).toBe('updated');
    expect(texts()['catalog-info.yaml']).toBe(
      catalogInfo.replace(
        `    adaptive-delivery.io/analysis-profile: "device-fleet" # old\n`,
        `    adaptive-delivery.io/analysis-profile: "http-service" # old
    adaptive-delivery.io/metric-labels: component="payments-service"
    adaptive-delivery.io/target-production: lab:payments-service\n`,
      ),
    );
  });

  it('keeps what an earlier onboarding into another environment set', async () => {
    folder.setContent({ 'catalog-info.yaml': catalogInfo });
    await onboard();
    await onboard({ environment: 'staging', target: 'lab:staging' });
    const [, component] = parseAllDocuments(texts()['catalog-info.yaml']);
    expect(component.toJS().metadata.annotations).toMatchObject({
      ...annotations,
      'adaptive-delivery.io/target-staging': 'lab:staging',
    });
  });

  it.each([
    ['no annotations', 'metadata:\n  name: payments-service\n'],
    [
      'none in the map',
      'metadata:\n  name: payments-service\n  annotations: {}\n',
    ],
    [
      'nothing in the key',
      'metadata:\n  name: Payments-Service\n  annotations:\n',
    ],
    [
      'a namespace',
      'metadata:\n  name: payments-service\n  namespace: Default\n',
    ],
  ])('is annotated where it has %s', async (_what, metadata) => {
    folder.setContent({
      'catalog-info.yaml': `apiVersion: backstage.io/v1alpha1\nkind: Component\n${metadata}`,
    });
    await onboard();
    expect(parse(texts()['catalog-info.yaml']).metadata.annotations).toEqual(
      annotations,
    );
  });

  it('keeps Windows line ends', async () => {
    folder.setContent({
      'catalog-info.yaml': catalogInfo.replace(/\n/g, '\r\n'),
    });
    await onboard();
    expect(texts()['catalog-info.yaml']).not.toMatch(/[^\r]\n/);
  });

  it('gets the component beside entities of other kinds', async () => {
    const system = catalogInfo.split('---\n')[0];
    folder.setContent({ 'catalog-info.yaml': system });
    await onboard({ system: 'print-kiosk' });
    const text = texts()['catalog-info.yaml'];
    expect(text.startsWith(system)).toBe(true);
    expect(parseAllDocuments(text)).toHaveLength(2);
    expect((await onboard())['catalog-info.yaml'].state).toBe('unchanged');
  });

  it.each([
    [
      'another component',
      catalogInfo.replace(/payments-service/g, 'billing'),
      /describes billing, not component:default\/payments-service/,
    ],
    ['no YAML', 'kind: [Component', /catalog-info\.yaml: .*line 1/s],
    [
      'a key twice',
      'kind: Component\nkind: API\n',
      /catalog-info\.yaml: .*unique/,
    ],
    [
      'annotations that are no map',
      'kind: Component\nmetadata: {name: payments-service, annotations: [a]}\n',
      /is no map/,
    ],
  ])('is left alone when it holds %s', async (_what, content, message) => {
    folder.setContent({ 'catalog-info.yaml': content });
    await expect(onboard()).rejects.toThrow(message);
    expect(texts()).toEqual({ 'catalog-info.yaml': content });
  });
});

describe('a repository with files of its own', () => {
  it('keeps its settings, pipeline and ignore rules', async () => {
    folder.setContent({
      'release.yaml': `# ours
schemaVersion: '1.0'
component: component:default/old-name
artifacts:
  - { path: dist/*.deb, os: linux, arch: amd64 } # one only
change: { subsystemDepth: 2 }
`,
      'Jenkinsfile.release': '// our own\n',
      '.gitignore': 'build/\n.release',
    });
    const files = await onboard();
    expect(files['Jenkinsfile.release'].state).toBe('kept');
    expect(files['.gitignore'].state).toBe('unchanged');
    expect(texts()).toMatchObject({
      'Jenkinsfile.release': '// our own\n',
      '.gitignore': 'build/\n.release',
    });
    const settings = texts()['release.yaml'];
    expect(settings).toContain('# ours');
    expect(settings).toContain('# one only');
    expect(parse(settings)).toMatchObject({
      component: 'component:default/payments-service',
      environment: 'production',
      artifacts: [{ path: 'dist/*.deb', os: 'linux', arch: 'amd64' }],
      junit: [{ os: 'linux' }, { os: 'windows' }],
      change: { subsystemDepth: 2 },
    });
  });

  it('adds to an ignore file that has no line end', async () => {
    folder.setContent({ '.gitignore': 'build/' });
    await onboard();
    expect(texts()['.gitignore']).toBe('build/\n/.release/\n');
  });

  it.each([
    'artifacts: 3\n',
    'a: [\n',
    '- list\n',
    'portal: https://evil.example.com\n',
  ])('is told what is wrong with its release.yaml: %j', async content => {
    folder.setContent({ 'release.yaml': content });
    await expect(onboard()).rejects.toThrow(/release\.yaml/);
    expect(texts()).toEqual({ 'release.yaml': content });
  });
});

describe('a hostile repository', () => {
  const outside = createMockDirectory();

  it.each([
    'catalog-info.yaml',
    'release.yaml',
    'Jenkinsfile.release',
    '.gitignore',
  ])('cannot have %s read or written through a link', async name => {
    outside.setContent({ secret: 'kind: Secret\n' });
    for (const target of ['secret', 'not-there-yet']) {
      folder.clear();
      await symlink(outside.resolve(target), folder.resolve(name));
      await expect(onboard()).rejects.toThrow(/plain file|not allowed/);
    }
    expect(outside.content({ shouldReadAsText: true })).toEqual({
      secret: 'kind: Secret\n',
    });
    expect(existsSync(outside.resolve('not-there-yet'))).toBe(false);
  });

  it('cannot have a folder in the place of a file', async () => {
    folder.setContent({ 'release.yaml': { a: '1' } });
    await expect(onboard()).rejects.toThrow('release.yaml is not a plain file');
  });
});

describe('what a person fills in', () => {
  const bad: Array<[string, Partial<OnboardingInput>, RegExp]> = [
    ['a name that climbs', { component: '../x' }, /component/],
    ['a name that no contract takes', { component: 'a b' }, /component/],
    [
      'another kind',
      { component: 'system:default/print-kiosk' },
      /is not a component/,
    ],
    [
      'an environment in capitals',
      { environment: 'Production' },
      /environment/,
    ],
    ['a target without a driver', { target: 'payments' }, /target/],
    ['a target that climbs', { target: 'lab:../x' }, /target/],
    ['labels without quotes', { metricLabels: 'a=b' }, /metricLabels/],
    ['a profile with a space', { analysisProfile: 'a b' }, /analysisProfile/],
    [
      'an address that runs',
      { repoUrl: `javascript${':'}alert(1)` },
      /repoUrl/,
    ],
    ['nothing to build', { builds: [] }, /builds/],
    [
      'a system twice',
      { builds: [input.builds[0], { os: 'linux', arch: 'arm64' }] },
      /linux is named twice/,
    ],
    [
      'an architecture of two lines',
      { builds: [{ os: 'linux', arch: 'a\nb' }] },
      /arch/,
    ],
  ];
  it.each(bad)(
    'is refused with its field: %s',
    async (_what, changes, message) => {
      await expect(onboard(changes)).rejects.toThrow(message);
      await expect(onboard(changes)).rejects.toMatchObject({
        name: 'InputError',
      });
      expect(texts()).toEqual({});
    },
  );

  it('may leave out what has a default', () => {
    const { component, owner, environment, builds } = input;
    expect(
      readOnboarding({ component, owner, environment, builds }).annotations,
    ).toEqual({
      'adaptive-delivery.io/metric-labels': 'component="payments-service"',
      'adaptive-delivery.io/analysis-profile': 'http-service',
    });
  });
});
