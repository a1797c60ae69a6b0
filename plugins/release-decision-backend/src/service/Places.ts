import {
  OperatingSystem,
  Places as ReleasePlaces,
  placesOf,
} from '@adaptive-delivery/plugin-release-common';
import { AuthService } from '@backstage/backend-plugin-api';
import { Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';

/** What is asked for: whose artifacts of which systems, and where to. */
export type PlaceQuery = {
  component: string;
  environment: string;
  systems: readonly OperatingSystem[];
};

/** What the catalog says about where a component goes and whose it is. */
export class Places {
  constructor(
    private readonly deps: { catalog: CatalogService; auth: AuthService },
  ) {}

  private async entity(ref: string): Promise<Entity | undefined> {
    const { catalog, auth } = this.deps;
    return catalog.getEntityByRef(ref, {
      credentials: await auth.getOwnServiceCredentials(),
    });
  }

  private async known(ref: string): Promise<Entity> {
    const entity = await this.entity(ref);
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
    const entity = await this.entity(ref);
    const relation = entity?.relations?.find(
      ({ type }) => type === RELATION_OWNED_BY,
    );
    return relation?.targetRef ?? null;
  }
}
