import { z } from 'zod';
import {
  IntegrationManifest,
  buildInfo,
  integrationManifest,
  riskInputs,
} from '../contracts';
import { environmentName } from '../contracts/primitives';
import { BuildDocuments, differencesWithin } from './sameBuild';

const MAX_VULNERABILITIES = 10_000;

type Fault = { path: PropertyKey[]; message: string };
type Part = IntegrationManifest['parts'][number];

const isOf =
  ({ component, buildId }: Part) =>
  ({ buildInfo: build }: BuildDocuments) =>
    build.component === component && build.buildId === buildId;

/** What is wrong between the parts of the manifest and the builds. */
function faultsOfParts(
  parts: readonly Part[],
  builds: readonly BuildDocuments[],
) {
  const faults: Fault[] = [];
  parts.forEach((part, at) => {
    const found = builds.filter(isOf(part)).length;
    if (found !== 1) {
      faults.push({
        path: ['manifest', 'parts', at, 'buildId'],
        message: `names build ${part.buildId} of ${part.component}, of which ${
          found === 0 ? 'none' : found
        } is among the builds; exactly one must be`,
      });
    }
  });
  builds.forEach((build, at) => {
    if (!parts.some(part => isOf(part)(build))) {
      faults.push({
        path: ['builds', at, 'buildInfo', 'buildId'],
        message: `is build ${build.buildInfo.buildId} of ${build.buildInfo.component}, which the manifest does not name`,
      });
    }
  });
  return faults;
}

/** Where each digest comes from: `builds[0].buildInfo.artifacts[1]`. */
function origins(
  builds: readonly BuildDocuments[],
): Map<string, Map<number, string>> {
  const found = new Map<string, Map<number, string>>();
  builds.forEach(({ buildInfo: build }, at) => {
    build.artifacts.forEach(({ sha256 }, index) => {
      const places = found.get(sha256) ?? new Map<number, string>();
      places.set(at, `builds[${at}].buildInfo.artifacts[${index}]`);
      found.set(sha256, places);
    });
  });
  return found;
}

/** What is wrong between the artifacts of one part and those of its build. */
function faultsOfArtifacts(
  part: Part,
  builds: readonly BuildDocuments[],
  digests: ReturnType<typeof origins>,
): Fault[] {
  const mine = builds.findIndex(isOf(part));
  if (mine < 0) return [];
  const built = builds[mine].buildInfo.artifacts;
  return part.artifacts.flatMap(({ name, os, sha256 }, index): Fault[] => {
    const at = built.findIndex(item => item.name === name);
    const where = `builds[${mine}].buildInfo.artifacts`;
    if (at < 0) {
      return [
        {
          path: [index, 'name'],
          message: `is "${name}", of which ${where} knows nothing`,
        },
      ];
    }
    const twin = [...(digests.get(sha256) ?? [])].find(([of]) => of !== mine);
    const faults: Fault[] = [];
    if (built[at].sha256 !== sha256) {
      faults.push({
        path: [index, 'sha256'],
        message: `is ${sha256}, but ${where}[${at}].sha256 is ${built[at].sha256}`,
      });
    } else if (twin) {
      faults.push({
        path: [index, 'sha256'],
        message: `is that of ${where}[${at}] and of ${twin[1]}; an artifact belongs to one build`,
      });
    }
    if (built[at].os !== os) {
      faults.push({
        path: [index, 'os'],
        message: `is ${os}, but ${where}[${at}].os is ${built[at].os}`,
      });
    }
    return faults;
  });
}

/**
 * Body of `POST /v1/bundles`: several builds that are released as one. What is
 * released are the artifacts that the manifest names; each must be in exactly
 * one of the builds, with the same digest.
 */
export const bundleSubmission = z
  .strictObject({
    manifest: integrationManifest,
    builds: z.array(z.strictObject({ buildInfo, riskInputs })).min(1).max(100),
    environment: environmentName,
  })
  .check(context => {
    const { manifest, builds } = context.value;
    const digests = origins(builds);
    const vulnerabilities = builds.reduce(
      (sum, build) => sum + (build.riskInputs.vulnerabilities?.length ?? 0),
      0,
    );
    const faults: Fault[] = [
      ...builds.flatMap((build, at) =>
        differencesWithin(build).map(({ path, message }) => ({
          path: ['builds', at, ...path],
          message,
        })),
      ),
      ...faultsOfParts(manifest.parts, builds),
      ...manifest.parts.flatMap((part, at) =>
        faultsOfArtifacts(part, builds, digests).map(({ path, message }) => ({
          path: ['manifest', 'parts', at, 'artifacts', ...path],
          message,
        })),
      ),
      ...(vulnerabilities > MAX_VULNERABILITIES
        ? [
            {
              path: ['builds'],
              message: `list ${vulnerabilities} vulnerabilities together; at most ${MAX_VULNERABILITIES} are read`,
            },
          ]
        : []),
    ];
    for (const { path, message } of faults) {
      context.issues.push({
        code: 'custom',
        path,
        message,
        input: context.value,
      });
    }
  });
export type BundleSubmission = z.infer<typeof bundleSubmission>;
