import {
  BuildInfo,
  DecisionRecord,
  RiskInputs,
} from '@adaptive-delivery/plugin-release-common';
import {
  BuildPublication,
  recordFolder,
} from '@adaptive-delivery/plugin-release-node';

/** One of the builds that a decision is about, with what of it is released. */
export type ReleasedBuild = {
  component: string;
  buildId: string;
  environment: string;
  /** Folder of its records. */
  folder: string;
  buildInfo: BuildInfo;
  riskInputs: RiskInputs;
  artifacts: Array<{ name: string; sha256: string; uri: string }>;
};

/** A decision is about one build, a bundle about several. */
export function releasedBuilds(
  record: Pick<
    DecisionRecord,
    'decision' | 'bundle' | 'buildInfo' | 'riskInputs'
  >,
): ReleasedBuild[] {
  const { candidate } = record.decision;
  const { environment } = candidate;
  const documents = record.bundle?.builds ?? [
    { buildInfo: record.buildInfo, riskInputs: record.riskInputs },
  ];
  return documents.map(({ buildInfo, riskInputs }) => {
    const { component, buildId } = buildInfo;
    const released = new Set(candidate.artifacts.map(({ sha256 }) => sha256));
    return {
      component,
      buildId,
      environment,
      folder: recordFolder({ component, buildId, environment }),
      buildInfo,
      riskInputs,
      artifacts: buildInfo.artifacts
        .filter(({ sha256 }) => released.has(sha256))
        .map(({ name, sha256, uri }) => ({ name, sha256, uri })),
    };
  });
}

/** `component:default/payments` -> `component.default.payments`. */
export const buildName = (component: string) => component.replace(/[:/]/g, '.');

export function toPublication(
  build: ReleasedBuild,
  found: ReadonlyMap<string, string>,
): BuildPublication {
  const { component, buildId, buildInfo, artifacts } = build;
  const { startedAt, finishedAt, repo, commit, ci } = buildInfo;
  return {
    name: buildName(component),
    number: buildId,
    startedAt,
    durationMs: Date.parse(finishedAt) - Date.parse(startedAt),
    vcs: { url: repo.url, commit },
    ...(ci.url && { url: ci.url }),
    artifacts: artifacts.flatMap(({ name, sha256 }) => {
      const path = found.get(sha256);
      return path === undefined ? [] : [{ name, path, sha256 }];
    }),
    properties: { 'release.component': component },
  };
}
