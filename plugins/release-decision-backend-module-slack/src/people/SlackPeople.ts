import { AuthService } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { SlackApi } from '../client';

export const SLACK_USER_ANNOTATION = 'slack.com/user_id';

/** The catalog's person behind a Slack user, or how to make the link. */
export type FoundPerson =
  | { kind: 'person'; userRef: string }
  | { kind: 'unknown'; words: string };

const unknown = (id: string, why: string): FoundPerson => ({
  kind: 'unknown',
  words: `${why} To link it, add the annotation ${SLACK_USER_ANNOTATION}: ${id} to your User entity in the catalog, or answer in the portal.`,
});

/**
 * Maps Slack users to users of the catalog: by the annotation
 * `slack.com/user_id`, else by the e-mail address that Slack has confirmed.
 * An address counts only for members of the workspace that the app belongs to:
 * in a shared channel another organization sets its own people's addresses.
 */
export class SlackPeople {
  constructor(
    private readonly deps: {
      api: SlackApi;
      catalog: CatalogService;
      auth: AuthService;
    },
  ) {}

  /**
   * @throws SlackFault when Slack has to be asked and cannot be; Error when
   * the catalog cannot be.
   */
  async find(id: string): Promise<FoundPerson> {
    const field = `metadata.annotations.${SLACK_USER_ANNOTATION}`;
    const linked = (await this.usersWith(field, id)).filter(
      ({ metadata }) => metadata.annotations?.[SLACK_USER_ANNOTATION] === id,
    );
    if (linked.length === 1) return this.person(linked[0]);
    if (linked.length > 1) {
      return unknown(
        id,
        `${linked.length} users of the catalog carry your Slack id, so it is not clear who you are.`,
      );
    }
    return this.findByEmail(id);
  }

  private async findByEmail(id: string): Promise<FoundPerson> {
    const { api } = this.deps;
    const [{ teamId, email, isConfirmedPerson }, ownTeam] = await Promise.all([
      api.user(id),
      api.ownTeam(),
    ]);
    if (!email || !isConfirmedPerson || teamId !== ownTeam) {
      return unknown(
        id,
        'Your Slack account is not linked to a user of the portal, and Slack confirms no e-mail address of this workspace for it.',
      );
    }
    const matches = (await this.usersWith('spec.profile.email', email)).filter(
      ({ spec }) => emailOf(spec)?.toLowerCase() === email.toLowerCase(),
    );
    if (matches.length === 1) return this.person(matches[0]);
    return unknown(
      id,
      matches.length === 0
        ? `No user of the catalog has your e-mail address ${email}.`
        : `${matches.length} users of the catalog have your e-mail address ${email}, so it is not clear who you are.`,
    );
  }

  private person(entity: Entity): FoundPerson {
    return { kind: 'person', userRef: stringifyEntityRef(entity) };
  }

  private async usersWith(field: string, value: string): Promise<Entity[]> {
    const { catalog, auth } = this.deps;
    const { items } = await catalog.queryEntities(
      { filter: { kind: 'User', [field]: value }, limit: 10 },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return items;
  }
}

function emailOf(spec: Entity['spec']): string | undefined {
  const profile = spec?.profile;
  if (typeof profile !== 'object' || profile === null) return undefined;
  const { email } = profile as { email?: unknown };
  return typeof email === 'string' ? email : undefined;
}
