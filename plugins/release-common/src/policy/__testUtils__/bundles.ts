import fc from 'fast-check';
import { BundleSubmission, Submission } from '../../api';
import { OperatingSystem } from '../../contracts';
import { anySubmission } from './arbitraries';
import { sampleBuild, sampleRisk } from './samples';

export const DRIVER = 'component:default/printer-driver';
export const FIRMWARE = 'component:default/kiosk-firmware';

/** A digest of its own for every part and artifact. */
export const digestOfPart = (part: number, artifact = 0) =>
  `${part}${artifact}`.padStart(64, 'a');

/** The submission as part of a bundle, under a component of its own. */
export function asPart(
  submission: Submission,
  part: number,
  component = `component:default/part-${part}`,
): Pick<Submission, 'buildInfo' | 'riskInputs'> {
  const identity = { component, buildId: `build-${part}` };
  return {
    buildInfo: {
      ...submission.buildInfo,
      ...identity,
      artifacts: submission.buildInfo.artifacts.map((item, index) => ({
        ...item,
        sha256: digestOfPart(part, index),
      })),
    },
    riskInputs: { ...submission.riskInputs, ...identity },
  };
}

/** A bundle of these builds, with a manifest that releases all they made. */
export function bundleOf(
  builds: BundleSubmission['builds'],
  manifest: Partial<BundleSubmission['manifest']> = {},
): BundleSubmission {
  return {
    environment: 'production',
    builds,
    manifest: {
      schemaVersion: '1.0',
      manifestId: 'print-kiosk:47',
      name: 'print-kiosk 2026.47',
      createdAt: '2026-11-20T11:00:00Z',
      smokePassed: true,
      parts: builds.map(({ buildInfo }) => ({
        component: buildInfo.component,
        buildId: buildInfo.buildId,
        artifacts: buildInfo.artifacts.map(({ name, os, sha256 }) => ({
          name,
          os,
          sha256,
        })),
      })),
      ...manifest,
    },
  };
}

const build = (part: number, component: string, os: OperatingSystem) =>
  asPart(
    {
      environment: 'production',
      buildInfo: {
        ...sampleBuild,
        version: `${part}.0.0`,
        artifacts: [
          { ...sampleBuild.artifacts[0], name: `${os}-${part}.bin`, os },
          { ...sampleBuild.artifacts[0], name: `symbols-${part}.bin`, os },
        ],
      },
      riskInputs: sampleRisk,
    },
    part,
    component,
  );

/** A driver and a firmware, each with symbols that are not released. */
export function sampleBundle(
  manifest: Partial<BundleSubmission['manifest']> = {},
): BundleSubmission {
  const whole = bundleOf([
    build(3, DRIVER, 'windows'),
    build(5, FIRMWARE, 'arm'),
  ]);
  return {
    ...whole,
    manifest: {
      ...whole.manifest,
      parts: whole.manifest.parts.map(part => ({
        ...part,
        artifacts: part.artifacts.slice(0, 1),
      })),
      ...manifest,
    },
  };
}

/** Bundles of one to five builds with any mix of evidence. */
export const anyBundle: fc.Arbitrary<BundleSubmission> = fc
  .tuple(fc.array(anySubmission, { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([submissions, smokePassed]) =>
    bundleOf(
      submissions.map((submission, index) => asPart(submission, index)),
      { smokePassed },
    ),
  );
