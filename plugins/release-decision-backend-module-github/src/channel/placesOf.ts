import {
  BuildInfo,
  DecisionRecord,
} from '@adaptive-delivery/plugin-release-common';
import { Repository, repositoryKey, repositoryOf } from '../repository';

export type BuildPlace = {
  repository: Repository;
  commit: string;
  build: BuildInfo;
};

/** Where a decision's builds come from, as far as that is on this GitHub. */
export function placesOf(record: DecisionRecord, host: string): BuildPlace[] {
  const builds = record.bundle
    ? record.bundle.builds.map(({ buildInfo }) => buildInfo)
    : [record.buildInfo];
  const places = new Map<string, BuildPlace>();
  for (const build of builds) {
    const repository = repositoryOf(build.repo.url, host);
    if (!repository) continue;
    const key = `${repositoryKey(repository)} ${build.commit}`;
    if (!places.has(key)) {
      places.set(key, { repository, commit: build.commit, build });
    }
  }
  return [...places.values()];
}
