import { BuildDocuments, BundleSubmission, Submission } from '../api';
import { Candidate, RiskInputs } from '../contracts';

/** That the whole was tested together counts for a part that says nothing itself. */
function withIntegration(
  inputs: RiskInputs,
  { smokePassed }: BundleSubmission['manifest'],
): RiskInputs {
  return inputs.integration || !smokePassed
    ? inputs
    : { ...inputs, integration: { smokePassed } };
}

/** The builds of a bundle in the order of its manifest. */
export function buildsInOrder({
  manifest,
  builds,
}: BundleSubmission): BuildDocuments[] {
  return manifest.parts.map(({ component, buildId }) => {
    const build = builds.find(
      ({ buildInfo }) =>
        buildInfo.component === component && buildInfo.buildId === buildId,
    );
    if (build) return build;
    throw new Error(`Build ${buildId} of ${component} is not among the builds`);
  });
}

/**
 * The builds of a bundle as candidates of their own, in the order of the
 * manifest, each with those of its artifacts that the manifest releases.
 */
export function partsOfBundle(bundle: BundleSubmission): Submission[] {
  const { manifest, environment } = bundle;
  const builds = buildsInOrder(bundle);
  return manifest.parts.map((part, index) => {
    const build = builds[index];
    const released = new Set(part.artifacts.map(({ name }) => name));
    return {
      environment,
      riskInputs: withIntegration(build.riskInputs, manifest),
      buildInfo: {
        ...build.buildInfo,
        artifacts: build.buildInfo.artifacts.filter(({ name }) =>
          released.has(name),
        ),
      },
    };
  });
}

/** What the parts are released as. */
export function bundleCandidate(
  manifest: BundleSubmission['manifest'],
  manifestDigest: string,
  submissions: readonly Submission[],
): Candidate {
  const { manifestId, name, version, component } = manifest;
  const parts = submissions.map(({ buildInfo }) => ({
    component: buildInfo.component,
    buildId: buildInfo.buildId,
    version: buildInfo.version,
    commit: buildInfo.commit,
    artifacts: buildInfo.artifacts.map(item => ({
      name: item.name,
      os: item.os,
      sha256: item.sha256,
    })),
  }));
  return {
    component: component ?? parts[0].component,
    buildId: manifestId,
    version: version ?? manifestId,
    commit: parts[0].commit,
    environment: submissions[0].environment,
    artifacts: parts.flatMap(part => part.artifacts),
    parts,
    manifest: { manifestId, name, sha256: manifestDigest },
  };
}

/** Every entity that a decision is about, what is released as a whole first. */
export function entitiesOf({
  component,
  parts,
}: {
  component: string;
  parts?: ReadonlyArray<{ component: string }>;
}): string[] {
  return [
    ...new Set([component, ...(parts ?? []).map(part => part.component)]),
  ];
}
