import { recordFolder } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { ArtifactUseQuery, UsedCandidate } from './operations/readArtifactUse';
import {
  findLastPromoted,
  readArtifactUse,
  readQuarantinedSince,
} from './operations';

/** What decide still needs of the artifact store. */
export interface ArtifactUseStore {
  /** Digests and folders of records that must stay, with the reason. */
  inUse(query: ArtifactUseQuery): Promise<{
    digests: Map<string, string>;
    folders: Map<string, string>;
  }>;

  /** Id of the decision whose release is the one in place; null when there is none. */
  lastPromoted(of: {
    component: string;
    environment: string;
  }): Promise<string | null>;
}

function foldersOf({ candidate }: UsedCandidate): string[] {
  const { environment, parts = [] } = candidate;
  return [candidate, ...parts].map(({ component, buildId }) =>
    recordFolder({ component, buildId, environment }),
  );
}

export class DatabaseArtifactUseStore implements ArtifactUseStore {
  constructor(private readonly knex: Knex) {}

  async inUse(query: ArtifactUseQuery) {
    const digests = new Map<string, string>();
    const folders = new Map<string, string>();
    for await (const used of readArtifactUse(this.knex, query)) {
      for (const { sha256 } of used.candidate.artifacts) {
        if (!digests.has(sha256)) digests.set(sha256, used.why);
      }
      for (const folder of foldersOf(used)) {
        if (!folders.has(folder)) folders.set(folder, used.why);
      }
    }
    const quarantined = await readQuarantinedSince(
      this.knex,
      query.evidenceSince,
    );
    for (const sha256 of quarantined) {
      if (!digests.has(sha256)) digests.set(sha256, 'quarantined evidence');
    }
    return { digests, folders };
  }

  async lastPromoted(of: { component: string; environment: string }) {
    return findLastPromoted(this.knex, of);
  }
}
