import { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';

export const GITHUB_LOGIN_ANNOTATION = 'github.com/user-login';

/** The catalog's person behind a GitHub user, or how to make the link. */
export type FoundPerson =
  | { kind: 'person'; userRef: string }
  | { kind: 'unknown'; words: string };

const lower = (text: string) => text.toLocaleLowerCase('en-US');

/**
 * Maps GitHub users to users of the catalog by the annotation
 * `github.com/user-login`; a login is the same in any case of letters.
 */
export class GitHubPeople {
  constructor(
    private readonly deps: { catalog: CatalogService; auth: AuthService },
  ) {}

  /** @throws Error when the catalog cannot be asked. */
  async find(login: string): Promise<FoundPerson> {
    const { catalog, auth } = this.deps;
    const field = `metadata.annotations.${GITHUB_LOGIN_ANNOTATION}`;
    const { items } = await catalog.queryEntities(
      { filter: { kind: 'User', [field]: login }, limit: 10 },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    const linked = items.filter(
      ({ metadata }) =>
        lower(metadata.annotations?.[GITHUB_LOGIN_ANNOTATION] ?? '') ===
        lower(login),
    );
    if (linked.length === 1) {
      return { kind: 'person', userRef: stringifyEntityRef(linked[0]) };
    }
    const why =
      linked.length === 0
        ? 'Your GitHub account is not linked to a user of the portal.'
        : `${linked.length} users of the catalog carry your GitHub login, so it is not clear who you are.`;
    return {
      kind: 'unknown',
      words: `${why} To link it, have the annotation ${GITHUB_LOGIN_ANNOTATION}: ${login} on your User entity in the catalog and on no other, or answer in the portal.`,
    };
  }
}
