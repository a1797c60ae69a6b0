import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_CHILD_OF,
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';

export type CatalogPerson = {
  ref: string;
  /** `spec.profile.email` in lower case; null when there is none. */
  email: string | null;
  /** The person, their groups, and the groups above those. */
  ownershipRefs: string[];
};

/** Groups above groups above groups: deeper than any organization goes. */
const MAX_LEVELS = 20;
const MAX_GROUPS = 500;
/** Addresses per question to the catalog. */
const BATCH = 100;
/** A full reference: nothing is guessed for an answer that counts. */
const USER_REF = /^user:[^:/\s]+\/[^:/\s]+$/i;
const KEEP_MS = 60_000;
const MAX_KEPT = 5_000;

const lower = (value: string) => value.toLocaleLowerCase('en-US');

function emailOf(entity: Entity): string | null {
  const profile = entity.spec?.profile;
  const email =
    typeof profile === 'object' && profile !== null && !Array.isArray(profile)
      ? profile.email
      : undefined;
  return typeof email === 'string' && email !== '' ? lower(email) : null;
}

const related = (entity: Entity, type: string) =>
  (entity.relations ?? [])
    .filter(
      relation =>
        relation.type === type && relation.targetRef.startsWith('group:'),
    )
    .map(({ targetRef }) => targetRef);

/** What the catalog knows of people: their e-mail and the groups they are in. */
export class CatalogPeople {
  private readonly kept = new Map<string, { above: string[]; until: number }>();

  constructor(
    private readonly deps: {
      catalog: CatalogService;
      auth: AuthService;
      /** Milliseconds; real time unless a test drives it. */
      now?: () => number;
    },
  ) {}

  private now() {
    return this.deps.now?.() ?? Date.now();
  }

  private async credentials() {
    return { credentials: await this.deps.auth.getOwnServiceCredentials() };
  }

  /** A person of the catalog; null when there is none of that name. */
  async find(userRef: string): Promise<CatalogPerson | null> {
    if (!USER_REF.test(userRef)) return null;
    const entity = await this.deps.catalog.getEntityByRef(
      userRef,
      await this.credentials(),
    );
    if (!entity) return null;
    const ref = stringifyEntityRef(entity);
    return {
      ref,
      email: emailOf(entity),
      ownershipRefs: await this.withParents([
        ref,
        ...related(entity, RELATION_MEMBER_OF),
      ]),
    };
  }

  /**
   * The references, and the groups above the groups among them. What is known
   * of a group is kept for a minute.
   */
  async withParents(refs: readonly string[]): Promise<string[]> {
    const all = new Set(refs);
    let level = refs.filter(ref => ref.startsWith('group:'));
    for (let n = 0; n < MAX_LEVELS && level.length > 0; n++) {
      const above = await this.groupsAbove(level);
      level = above.filter(ref => !all.has(ref));
      level.forEach(ref => all.add(ref));
      if (all.size > MAX_GROUPS) {
        throw new Error(
          `${refs[0]} is in more than ${MAX_GROUPS} groups, counting those above them`,
        );
      }
    }
    return [...all];
  }

  private async groupsAbove(refs: readonly string[]): Promise<string[]> {
    const now = this.now();
    const asked = refs.filter(ref => (this.kept.get(ref)?.until ?? 0) <= now);
    if (asked.length > 0) {
      const { items } = await this.deps.catalog.getEntitiesByRefs(
        { entityRefs: asked, fields: ['kind', 'metadata', 'relations'] },
        await this.credentials(),
      );
      if (this.kept.size > MAX_KEPT) this.kept.clear();
      asked.forEach((ref, index) => {
        const group = items[index];
        const above = group ? related(group, RELATION_CHILD_OF) : [];
        this.kept.set(ref, { above, until: now + KEEP_MS });
      });
    }
    return refs.flatMap(ref => this.kept.get(ref)?.above ?? []);
  }

  /**
   * Users per e-mail, which compares without case; several where they share
   * one, none where nobody has it.
   */
  async byEmail(emails: readonly string[]): Promise<Map<string, string[]>> {
    const wanted = [...new Set(emails.map(lower))];
    const found = new Map<string, string[]>(wanted.map(email => [email, []]));
    for (let from = 0; from < wanted.length; from += BATCH) {
      const { items } = await this.deps.catalog.getEntities(
        {
          filter: {
            kind: 'User',
            'spec.profile.email': wanted.slice(from, from + BATCH),
          },
          fields: ['kind', 'metadata.name', 'metadata.namespace', 'spec'],
          limit: 10 * BATCH,
        },
        await this.credentials(),
      );
      for (const entity of items) {
        const email = emailOf(entity);
        if (email) found.get(email)?.push(stringifyEntityRef(entity));
      }
    }
    return found;
  }
}
