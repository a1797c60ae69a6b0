import { AuthService } from '@backstage/backend-plugin-api';
import { RELATION_OWNED_BY } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';

/** Who owns what, as the catalog says. */
export class CatalogOwners {
  constructor(
    private readonly deps: { catalog: CatalogService; auth: AuthService },
  ) {}

  /** Owners of a component as full references; empty when it names none. */
  async of(component: string): Promise<string[]> {
    const { catalog, auth } = this.deps;
    const entity = await catalog.getEntityByRef(component, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    return (entity?.relations ?? [])
      .filter(({ type }) => type === RELATION_OWNED_BY)
      .map(({ targetRef }) => targetRef);
  }
}
