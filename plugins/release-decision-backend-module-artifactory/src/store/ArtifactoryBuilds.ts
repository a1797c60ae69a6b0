import {
  BuildPublication,
  BuildStatus,
} from '@adaptive-delivery/plugin-release-node';
import { ArtifactoryClient } from '../client';
import { toBuildTime } from './addresses';
import { buildAnswer } from './answers';

const BUILD_TYPE = 'application/vnd.org.jfrog.artifactory+json';

export type BuiltArtifact = {
  name: string;
  sha1: string;
  md5: string;
  sha256: string;
};

/** Builds as Artifactory shows them under *Builds*. */
export class ArtifactoryBuilds {
  constructor(private readonly client: ArtifactoryClient) {}

  async put(
    build: BuildPublication,
    artifacts: readonly BuiltArtifact[],
  ): Promise<void> {
    const { name, number } = build;
    await this.client.call({
      method: 'PUT',
      url: '/api/build',
      what: `keep the build ${name} ${number}`,
      path: `build ${name} ${number}`,
      headers: { 'Content-Type': BUILD_TYPE },
      body: {
        version: '1.0.1',
        name,
        number,
        type: 'GENERIC',
        agent: { name: 'adaptive-delivery', version: '1' },
        started: toBuildTime(build.startedAt),
        durationMillis: build.durationMs,
        ...(build.url && { url: build.url }),
        vcs: [{ url: build.vcs.url, revision: build.vcs.commit }],
        properties: build.properties,
        modules: [{ id: name, type: 'generic', artifacts }],
      },
    });
  }

  /** Adds to the history of a build, unless it ends so already. */
  async setStatus(status: BuildStatus): Promise<void> {
    const { name, number } = status;
    const about = `/${encodeURIComponent(name)}/${encodeURIComponent(number)}`;
    const path = `build ${name} ${number}`;
    const { data } = await this.client.call({
      method: 'GET',
      url: `/api/build${about}`,
      what: `show the ${path}`,
      path,
    });
    const read = buildAnswer.safeParse(data);
    if (!read.success) throw this.client.misread(path, read.error);
    const last = read.data.buildInfo.statuses?.at(-1);
    if (last?.status === status.status) return;
    await this.client.call({
      method: 'POST',
      url: `/api/build/promote${about}`,
      what: `set the status of the ${path}`,
      path,
      body: {
        status: status.status,
        comment: status.comment,
        ciUser: 'adaptive-delivery',
        timestamp: toBuildTime(status.at),
        dryRun: false,
        artifacts: false,
        dependencies: false,
        failFast: true,
      },
    });
  }
}
