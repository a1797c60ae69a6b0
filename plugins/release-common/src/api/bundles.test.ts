import { ContractError, parseWith } from '../contracts';
import {
  DRIVER,
  FIRMWARE,
  digestOfPart,
  sampleBundle,
} from '../policy/__testUtils__/bundles';
import { BundleSubmission, bundleSubmission } from './bundles';

function faultsOf(body: unknown): Record<string, string> {
  try {
    parseWith(bundleSubmission, 'request body', body);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return Object.fromEntries(
      error.faults.map(({ path, message }) => [path, message]),
    );
  }
  return {};
}

const change = (edit: (body: BundleSubmission) => void) => {
  const body = structuredClone(sampleBundle());
  edit(body);
  return faultsOf(body);
};

it('takes builds of which the manifest releases only some artifacts', () => {
  expect(faultsOf(sampleBundle())).toEqual({});
});

it.each<[string, (body: BundleSubmission) => void, Record<string, string>]>([
  [
    'a build that is not there',
    body => body.builds.pop(),
    {
      'manifest.parts[1].buildId': `names build build-5 of ${FIRMWARE}, of which none is among the builds; exactly one must be`,
    },
  ],
  [
    'a build that is there twice',
    body => body.builds.push(body.builds[0]),
    {
      'manifest.parts[0].buildId': `names build build-3 of ${DRIVER}, of which 2 is among the builds; exactly one must be`,
      'manifest.parts[0].artifacts[0].sha256': `is that of builds[0].buildInfo.artifacts[0] and of builds[2].buildInfo.artifacts[0]; an artifact belongs to one build`,
    },
  ],
  [
    'a build that the manifest does not name',
    body => body.manifest.parts.pop(),
    {
      'builds[1].buildInfo.buildId': `is build build-5 of ${FIRMWARE}, which the manifest does not name`,
    },
  ],
  [
    'a part under another build id',
    body => {
      body.manifest.parts[1].buildId = 'build-4';
    },
    {
      'manifest.parts[1].buildId': `names build build-4 of ${FIRMWARE}, of which none is among the builds; exactly one must be`,
      'builds[1].buildInfo.buildId': `is build build-5 of ${FIRMWARE}, which the manifest does not name`,
    },
  ],
  [
    'an artifact with another digest',
    body => {
      body.manifest.parts[0].artifacts[0].sha256 = 'f'.repeat(64);
    },
    {
      'manifest.parts[0].artifacts[0].sha256': `is ${'f'.repeat(
        64,
      )}, but builds[0].buildInfo.artifacts[0].sha256 is ${digestOfPart(3)}`,
    },
  ],
  [
    'an artifact that no build made',
    body => {
      body.manifest.parts[0].artifacts[0].name = 'other.bin';
    },
    {
      'manifest.parts[0].artifacts[0].name':
        'is "other.bin", of which builds[0].buildInfo.artifacts knows nothing',
    },
  ],
  [
    'an artifact of another system',
    body => {
      body.manifest.parts[1].artifacts[0].os = 'linux';
    },
    {
      'manifest.parts[1].artifacts[0].os':
        'is linux, but builds[1].buildInfo.artifacts[0].os is arm',
    },
  ],
  [
    'an artifact that two builds claim',
    body => {
      body.builds[1].buildInfo.artifacts[1].sha256 = digestOfPart(3);
    },
    {
      'manifest.parts[0].artifacts[0].sha256':
        'is that of builds[0].buildInfo.artifacts[0] and of builds[1].buildInfo.artifacts[1]; an artifact belongs to one build',
    },
  ],
  [
    'the risk of another commit',
    body => {
      body.builds[1].riskInputs.commit = 'd'.repeat(40);
    },
    {
      'builds[1].riskInputs.commit': `is ${'d'.repeat(
        40,
      )}, but buildInfo.commit is ${'a'.repeat(40)}`,
    },
  ],
  [
    'two parts of one component',
    body => {
      body.manifest.parts[1] = {
        ...body.manifest.parts[0],
        artifacts: body.manifest.parts[1].artifacts,
      };
    },
    {
      'manifest.parts[1].component': `${DRIVER} is parts[0] already; a bundle holds one build of a component`,
    },
  ],
  [
    'one artifact in two parts',
    body => {
      body.manifest.parts[1].artifacts[0].sha256 = digestOfPart(3);
    },
    {
      'manifest.parts[1].artifacts[0].sha256':
        'is that of parts[0].artifacts[0] already; an artifact belongs to one part',
    },
  ],
  [
    'the name of a component that is no part',
    body => {
      body.manifest.component = 'component:default/other';
    },
    { 'manifest.component': 'must be a system or one of the parts' },
  ],
  [
    'more vulnerabilities than are read',
    body => {
      const many = Array.from({ length: 6000 }, (_, index) => ({
        id: `CVE-2026-${index}`,
        severity: 'low' as const,
      }));
      for (const { riskInputs } of body.builds) {
        riskInputs.vulnerabilities = many;
      }
    },
    {
      builds: 'list 12000 vulnerabilities together; at most 10000 are read',
    },
  ],
])('refuses %s, and says where', (_, edit, faults) => {
  expect(change(edit)).toMatchObject(faults);
});

it.each<[string, unknown, string]>([
  ['nothing', null, ''],
  ['no builds', { ...sampleBundle(), builds: [] }, 'builds'],
  ['an unknown key', { ...sampleBundle(), force: true }, 'force'],
  [
    'an environment that is none',
    { ...sampleBundle(), environment: 'Prod' },
    'environment',
  ],
  [
    'a manifest without parts',
    { ...sampleBundle({ parts: [] }) },
    'manifest.parts',
  ],
])('refuses %s', (_, body, path) => {
  expect(Object.keys(faultsOf(body))).toContain(path);
});
