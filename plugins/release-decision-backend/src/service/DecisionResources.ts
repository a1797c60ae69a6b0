import {
  ChangeAuthor,
  authorsOfBuild,
  entitiesOf,
  scoreToAnswerFor,
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
  /** Of a bundle, the owner of each part; null for one that names none. */
  partOwners: Record<string, string | null>;
};

/** Of a bundle, whoever wrote any of it, each once. */
function authorsOf({
  buildInfo,
  bundle,
}: StoredDecision): ReturnType<typeof authorsOfBuild> {
  if (!bundle) return authorsOfBuild(buildInfo);
  const all = bundle.builds.flatMap(build => authorsOfBuild(build.buildInfo));
  const keyOf = ({ email, name }: Pick<ChangeAuthor, 'email' | 'name'>) =>
    email ?? `name:${name}`;
  return [...new Map(all.map(author => [keyOf(author), author])).values()];
}

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
      decisions.flatMap(({ decision }) => entitiesOf(decision.candidate)),
    );
    const written = decisions.map(authorsOf);
    const users = await people.byEmail(
      written.flat().flatMap(({ email }) => email ?? []),
    );
    return decisions.map((stored, index) => {
      const authors = written[index].map(author => ({
        ...author,
        refs: (author.email !== null && users.get(author.email)) || [],
      }));
      const parts = stored.decision.candidate.parts ?? [];
      const partOwners = Object.fromEntries(
        parts.map(({ component }) => [
          component,
          owners.get(component) ?? null,
        ]),
      );
      return {
        authors,
        partOwners,
        resource: {
          id: stored.id,
          entityRef: stored.entityRef,
          owner: owners.get(stored.entityRef) ?? null,
          ...(parts.length > 0 && {
            partOwners: Object.values(partOwners).flatMap(ref => ref ?? []),
          }),
          riskScore: scoreToAnswerFor(stored.decision),
          authors: authors.flatMap(({ refs }) => refs),
        },
      };
    });
  }
}
