import {
  releaseDecisionReadPermission,
  releaseDecisionSubmitPermission,
} from '@adaptive-delivery/plugin-release-common';
import {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  HttpAuthService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { Request } from 'express';
import { Caller, Person } from '../domain';
import { DecisionAccess, ReadScope } from './DecisionAccess';
import { DecisionResources } from './DecisionResources';
import { Places } from './Places';

type Known = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/** Backend that runs rollouts, as it appears in this one. */
const ROLLOUT_SUBJECT = 'plugin:rollout';

/** Which decisions a caller may read, and who it is. */
export type Reader = {
  caller: () => Promise<Caller>;
  criteria: ReadScope['criteria'];
  /** @throws NotFoundError for a decision that the caller may not know of. */
  demand: (id: string) => Promise<void>;
};

/** Who puts digests into quarantine. */
export type Quarantiner = {
  by: string;
  /** @throws NotAllowedError for a component that is not theirs to hold back. */
  demand: (component: string) => Promise<void>;
};

/** Tells who calls and what the call allows; every refusal says why. */
export class Callers {
  constructor(
    private readonly deps: {
      httpAuth: HttpAuthService;
      permissions: PermissionsService;
      userInfo: UserInfoService;
      access: DecisionAccess;
      resources: DecisionResources;
      places: Places;
    },
  ) {}

  private async credentials(req: Request): Promise<Known> {
    return this.deps.httpAuth.credentials(req, { allow: ['user', 'service'] });
  }

  private async allows(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<boolean> {
    const [{ result }] = await this.deps.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    return result === AuthorizeResult.ALLOW;
  }

  /** Anybody that the permission is given to. */
  async withPermission(
    req: Request,
    permission: BasicPermission,
  ): Promise<void> {
    await this.demand(await this.credentials(req), permission);
  }

  /** @throws NotAllowedError when the caller may read no decision at all. */
  async reader(req: Request): Promise<Reader> {
    const credentials = await this.credentials(req);
    const { criteria, includes } = await this.deps.access.reading(credentials);
    return {
      caller: () => this.toCaller(credentials),
      criteria,
      demand: async id => {
        if (criteria === null) return;
        const [decision] = await this.deps.resources.many([id]);
        if (!decision || !includes(decision)) {
          throw new NotFoundError(`There is no decision ${id}`);
        }
      },
    };
  }

  /** Somebody who may read every decision, as what is asked for shows them all. */
  async readerOfAll(req: Request): Promise<void> {
    const { criteria } = await this.deps.access.reading(
      await this.credentials(req),
    );
    if (criteria === null) return;
    throw new NotAllowedError(
      `This tells of every decision, and your permission ${releaseDecisionReadPermission.name} reaches only some`,
    );
  }

  private async demand(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<void> {
    if (await this.allows(credentials, permission)) return;
    throw new NotAllowedError(
      `You do not have the permission ${permission.name}; ask whoever keeps adaptiveDelivery.roles`,
    );
  }

  private async toCaller(credentials: Known): Promise<Caller> {
    const { principal } = credentials;
    if (principal.type === 'service') {
      return { kind: 'service', subject: principal.subject };
    }
    const { ownershipEntityRefs } = await this.deps.userInfo.getUserInfo(
      credentials,
    );
    return {
      kind: 'user',
      ref: principal.userEntityRef,
      ownershipRefs: ownershipEntityRefs,
      withheld: await this.deps.access.withheldFor(credentials),
    };
  }

  /** A person, not acting through a service, with the permission if one is asked for. */
  async person(req: Request, permission?: BasicPermission): Promise<Person> {
    const credentials = await this.credentials(req);
    if (permission) await this.demand(credentials, permission);
    const caller = await this.toCaller(credentials);
    const { principal } = credentials;
    if (
      caller.kind !== 'user' ||
      (principal.type === 'user' && principal.actor)
    ) {
      throw new NotAllowedError(
        'Only a signed-in person may do this, not a service',
      );
    }
    return caller;
  }

  /**
   * A pipeline: a service whose token is restricted to, among others,
   * `release.decision.submit`. A token without restrictions could do anything
   * and is refused like any other.
   */
  async pipeline(req: Request): Promise<string> {
    const { principal } = await this.credentials(req);
    const { name } = releaseDecisionSubmitPermission;
    if (principal.type !== 'service') {
      throw new NotAllowedError(
        `Only a pipeline may do this, with a service token whose accessRestrictions name ${name}; you are signed in as a person`,
      );
    }
    const names = principal.accessRestrictions?.permissionNames;
    if (!names?.includes(name)) {
      throw new NotAllowedError(
        `The token of ${
          principal.subject
        } may not submit: its accessRestrictions ${
          names ? `name only ${names.join(', ')}` : 'name no permissions'
        }. Add ${name} for the plugin release-decision in backend.auth.externalAccess`,
      );
    }
    return principal.subject;
  }

  /** The backend that runs rollouts. */
  async rollout(req: Request): Promise<string> {
    const { principal } = await this.credentials(req);
    if (principal.type !== 'service' || principal.subject !== ROLLOUT_SUBJECT) {
      throw new NotAllowedError(
        'Only the rollout backend reports how rollouts go',
      );
    }
    return principal.subject;
  }

  /** The backend that runs rollouts, or a person with the permission to reject. */
  async quarantiner(req: Request): Promise<Quarantiner> {
    const { principal } = await this.credentials(req);
    if (principal.type === 'service') {
      return { by: await this.rollout(req), demand: async () => {} };
    }
    const person = await this.person(req);
    return {
      by: person.ref,
      demand: async component => {
        // No decision is at hand: only conditions on the owner can keep it back.
        const why = person.withheld('reject', {
          id: '',
          entityRef: component,
          owner: await this.deps.places.ownerOf(component),
          riskScore: 0,
          authors: [],
        });
        if (why !== null) throw new NotAllowedError(why);
      },
    };
  }
}
