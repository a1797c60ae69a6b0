import {
  OperatingSystem,
  Places as ReleasePlaces,
  placesOf,
} from '@adaptive-delivery/plugin-release-common';
import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { RecentEntities } from './RecentEntities';

/** What is asked for: whose artifacts of which systems, and where to. */
export type PlaceQuery = {
  component: string;
  environment: string;
  systems: readonly OperatingSystem[];
};

/** More names than this do not fit into one question to the database. */
const MAX_OWNED = 5_000;

function ownerIn(entity: Entity | undefined): string | null {
  const relation = entity?.relations?.find(
    ({ type }) => type === RELATION_OWNED_BY,
  );
  return relation?.targetRef ?? null;
}

/** What the catalog says about where a component goes and whose it is. */
export class Places {
  private readonly recent = new RecentEntities(ref => this.entity(ref));

  constructor(
    private readonly deps: { catalog: CatalogService; auth: AuthService },
  ) {}

  private async entity(ref: string): Promise<Entity | undefined> {
    const { catalog, auth } = this.deps;
    return catalog.getEntityByRef(ref, {
      credentials: await auth.getOwnServiceCredentials(),
    });
  }

  /** @throws NotFoundError for an entity that the catalog does not hold. */
  async known(ref: string): Promise<Entity> {
    const entity = await this.recent.get(ref);
    if (entity) return entity;
    throw new NotFoundError(
      `${ref} is not in the catalog; register its catalog-info.yaml first`,
    );
  }

  /**
   * Where a component is released to and how it is judged there, per system.
   *
   * @throws NotFoundError for a component that the catalog does not hold,
   * InputError naming the annotation that it lacks.
   */
  async find(query: PlaceQuery): Promise<ReleasePlaces> {
    const entity = await this.known(query.component);
    try {
      return placesOf({ ...query, entity });
    } catch (error) {
      if (error instanceof Error && error.name === 'PlaceError') {
        throw new InputError(error.message);
      }
      throw error;
    }
  }

  /** Owner of a component; null when the catalog names none. */
  async ownerOf(ref: string): Promise<string | null> {
    return ownerIn(await this.entity(ref));
  }

  /** Owners of components; null for one of which the catalog names none. */
  async ownersOf(refs: readonly string[]): Promise<Map<string, string | null>> {
    const { catalog, auth } = this.deps;
    const entityRefs = [...new Set(refs)];
    if (entityRefs.length === 0) return new Map();
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs, fields: ['kind', 'metadata', 'relations'] },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return new Map(entityRefs.map((ref, i) => [ref, ownerIn(items[i])]));
  }

  /**
   * The components that one of these people or groups owns.
   *
   * @throws InputError when they are too many to ask the database for.
   */
  async componentsOf(owners: readonly string[]): Promise<string[]> {
    const { catalog, auth } = this.deps;
    if (owners.length === 0) return [];
    const { items } = await catalog.getEntities(
      {
        filter: {
          kind: 'Component',
          [`relations.${RELATION_OWNED_BY}`]: [...owners],
        },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
        limit: MAX_OWNED + 1,
      },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    if (items.length > MAX_OWNED) {
      throw new InputError(
        `${owners[0]} and their groups own more than ${MAX_OWNED} components, too many to pick decisions by; ask for the decisions of one entityRef, or for the role viewer`,
      );
    }
    return items.map(entity => stringifyEntityRef(entity));
  }
}
