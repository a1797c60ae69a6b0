import { IntegrationManifest } from '@adaptive-delivery/plugin-release-common';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runRelease } from '../__testUtils__/TestIo';
import { TestPortal, json } from '../__testUtils__/TestPortal';
import { removeTestFolders, testFolder } from '../__testUtils__/TestRepo';
import { example, exampleRecord } from '../__testUtils__/examples';

const portals: TestPortal[] = [];
afterEach(() => Promise.all(portals.splice(0).map(portal => portal.stop())));
afterAll(removeTestFolders);

const FIRMWARE = 'component:default/kiosk-firmware';

/** The build of the examples, and a firmware with one artifact of its own. */
function builds() {
  const service = {
    buildInfo: example('build-info'),
    riskInputs: example('risk-inputs'),
  };
  const identity = { component: FIRMWARE, buildId: 'firmware#233' };
  const firmware = {
    buildInfo: {
      ...service.buildInfo,
      ...identity,
      artifacts: [
        {
          ...service.buildInfo.artifacts[0],
          name: 'kiosk-firmware.mender',
          os: 'arm' as const,
          sha256: 'f'.repeat(64),
        },
      ],
    },
    riskInputs: { ...service.riskInputs, ...identity },
  };
  return [service, firmware];
}

function manifestOf(
  change: Partial<IntegrationManifest> = {},
): IntegrationManifest {
  return {
    ...example('integration-manifest'),
    component: 'system:default/print-kiosk',
    parts: builds().map(({ buildInfo }) => ({
      component: buildInfo.component,
      buildId: buildInfo.buildId,
      artifacts: buildInfo.artifacts.map(({ name, os, sha256 }) => ({
        name,
        os,
        sha256,
      })),
    })),
    ...change,
  };
}

/** A folder with a manifest and one folder per build. */
function workspace(manifest = manifestOf()): string {
  const cwd = testFolder();
  const write = (file: string, value: object) =>
    writeFileSync(join(cwd, file), JSON.stringify(value));
  write('integration-manifest.json', manifest);
  builds().forEach(({ buildInfo, riskInputs }, index) => {
    mkdirSync(join(cwd, `build-${index}`));
    write(`build-${index}/build-info.json`, buildInfo);
    write(`build-${index}/risk-inputs.json`, riskInputs);
  });
  return cwd;
}

async function submit(cwd: string, flags: string[], record: object = {}) {
  const portal = await TestPortal.start(json(201, exampleRecord(record)));
  portals.push(portal);
  const result = await runRelease(
    [
      'submit',
      ...['--portal', portal.url, '--environment', 'production'],
      ...flags,
    ],
    { cwd, env: { RELEASE_TOKEN: 'pipeline-token-0123456789' } },
  );
  return { ...result, seen: portal.seen, url: portal.url };
}

const MANIFEST = ['--manifest', 'integration-manifest.json'];
const BUNDLE = ['--bundle', 'build-0', 'build-1'];

it('posts the manifest with the builds, and says what is released as one', async () => {
  const decision = example('risk-decision');
  const { code, err, out, seen, url } = await submit(
    workspace(),
    [...MANIFEST, ...BUNDLE],
    {
      entityRef: 'system:default/print-kiosk',
      version: '2026.47',
      decision: {
        ...decision,
        candidate: {
          ...decision.candidate,
          parts: [
            { component: decision.candidate.component, version: '2.14.0' },
            { component: FIRMWARE, version: '5.8.2' },
          ],
        },
        approvals: {
          ...decision.approvals,
          required: [
            { role: 'owner', component: FIRMWARE, why: 'The risk is high' },
          ],
        },
      },
    },
  );
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(seen[0].url).toBe('/api/release-decision/v1/bundles');
  expect(JSON.parse(seen[0].body)).toEqual({
    manifest: manifestOf(),
    builds: builds(),
    environment: 'production',
  });
  expect(out).toContain('system:default/print-kiosk 2026.47 for production');
  expect(out).toContain(
    `Released as one:
        component:default/payments-service 2.14.0
        ${FIRMWARE} 5.8.2`,
  );
  expect(out).toContain(`owner of ${FIRMWARE}: The risk is high`);
  expect(out).toContain(
    `Read on: ${url}/catalog/default/component/payments-service/releases`,
  );
});

const describeIt = ['--id', 'print-kiosk#47', '--name', 'print-kiosk 2026.47'];

it('takes the manifest that release manifest writes, the same each time', async () => {
  const cwd = workspace();
  const write = () =>
    runRelease(
      [
        'manifest',
        ...describeIt,
        ...['--smoke', 'passed', '--version', '2026.47'],
        ...['--component', 'system:default/print-kiosk'],
        ...['--out', 'made.json', 'build-0', 'build-1'],
      ],
      { cwd },
    );
  expect(await write()).toMatchObject({ code: 0, err: '' });
  const first = readFileSync(join(cwd, 'made.json'), 'utf8');
  await write();
  expect(readFileSync(join(cwd, 'made.json'), 'utf8')).toBe(first);

  const { code, seen } = await submit(cwd, [
    ...['--manifest', 'made.json'],
    ...BUNDLE,
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(seen[0].body).manifest).toEqual(
    manifestOf({
      manifestId: 'print-kiosk#47',
      name: 'print-kiosk 2026.47',
      version: '2026.47',
      createdAt: new Date(builds()[0].buildInfo.finishedAt).toISOString(),
    }),
  );
});

it.each([
  ['no result of the smoke test', [], /--smoke/],
  ['a result that is none', ['--smoke', 'maybe'], /passed, failed/],
  [
    'the same build twice',
    ['--smoke', 'passed', 'build-0'],
    /parts\[1\]\.component/,
  ],
  [
    'a component that is no part',
    ['--smoke', 'passed', '--component', 'component:default/x'],
    /must be a system or one of the parts/,
  ],
])('writes no manifest for %s', async (_, flags, words) => {
  const cwd = workspace();
  const { code, err } = await runRelease(
    ['manifest', ...describeIt, ...flags, '--out', 'made.json', 'build-0'],
    { cwd },
  );
  expect(code).toBe(2);
  expect(err).toMatch(words);
  expect(existsSync(join(cwd, 'made.json'))).toBe(false);
});

it.each<[string, string[], Partial<IntegrationManifest>, RegExp]>([
  ['a manifest alone', MANIFEST, {}, /--manifest <file> and --bundle/],
  ['folders alone', BUNDLE, {}, /--manifest <file> and --bundle/],
  [
    'a single file beside it',
    [...MANIFEST, ...BUNDLE, '--build-info', 'build-0/build-info.json'],
    {},
    /--build-info and --risk-inputs are for one build/,
  ],
  [
    'a folder without a build',
    [...MANIFEST, '--bundle', 'build-0', 'build-7'],
    {},
    /build-7\/build-info\.json/,
  ],
  [
    'a build too few',
    [...MANIFEST, '--bundle', 'build-0'],
    {},
    /manifest\.parts\[1\]\.buildId: names build firmware#233 .* of which none/,
  ],
  [
    'a manifest that breaks its contract',
    [...MANIFEST, ...BUNDLE],
    { component: 'component:default/other' },
    /component: must be a system or one of the parts/,
  ],
])('sends nothing for %s, and says why', async (_, flags, change, words) => {
  const { code, err, seen } = await submit(
    workspace(manifestOf(change)),
    flags,
  );
  expect(code).toBe(2);
  expect(err).toMatch(words);
  expect(seen).toEqual([]);
});
