import {
  ChangeAuthor,
  authorsOfBuild,
} from '@adaptive-delivery/plugin-release-common';
import {
  CatalogPeople,
  DecisionResource,
} from '@adaptive-delivery/plugin-release-node';
import { DecisionStore, StoredDecision } from '../database';
import { Places } from './Places';

/** Ids per question to the database. */
const BATCH = 200;

export type DescribedDecision = {
  resource: DecisionResource;
  authors: ChangeAuthor[];
};

/** Puts together what permission rules look at: the decision and the catalog. */
export class DecisionResources {
  constructor(
    private readonly deps: {
      store: DecisionStore;
      places: Places;
      people: CatalogPeople;
    },
  ) {}

  async of(stored: StoredDecision): Promise<DescribedDecision> {
    const [described] = await this.describe([stored]);
    return described;
  }

  /** In the order of the ids; undefined for those that do not exist. */
  async many(
    ids: readonly string[],
  ): Promise<Array<DecisionResource | undefined>> {
    const byId = new Map<string, DecisionResource>();
    for (let from = 0; from < ids.length; from += BATCH) {
      const found = await this.deps.store.findMany(
        ids.slice(from, from + BATCH),
      );
      for (const { resource } of await this.describe(found)) {
        byId.set(resource.id, resource);
      }
    }
    return ids.map(id => byId.get(id));
  }

  private async describe(
    decisions: readonly StoredDecision[],
  ): Promise<DescribedDecision[]> {
    const { places, people } = this.deps;
    const owners = await places.ownersOf(
      decisions.map(({ entityRef }) => entityRef),
    );
    const written = decisions.map(({ buildInfo }) => authorsOfBuild(buildInfo));
    const users = await people.byEmail(
      written.flat().flatMap(({ email }) => email ?? []),
    );
    return decisions.map((stored, index) => {
      const authors = written[index].map(author => ({
        ...author,
        refs: (author.email !== null && users.get(author.email)) || [],
      }));
      return {
        authors,
        resource: {
          id: stored.id,
          entityRef: stored.entityRef,
          owner: owners.get(stored.entityRef) ?? null,
          riskScore: stored.riskScore,
          authors: authors.flatMap(({ refs }) => refs),
        },
      };
    });
  }
}
