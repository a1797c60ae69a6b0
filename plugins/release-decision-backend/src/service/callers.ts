import {
  releaseDecisionApprovePermission,
  releaseDecisionRejectPermission,
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
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { Request } from 'express';
import { Caller } from '../domain';

type Known = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/** Backend that runs rollouts, as it appears in this one. */
const ROLLOUT_SUBJECT = 'plugin:rollout';

/** Tells who calls and what the call allows; every refusal says why. */
export class Callers {
  constructor(
    private readonly deps: {
      httpAuth: HttpAuthService;
      permissions: PermissionsService;
      userInfo: UserInfoService;
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
  ): Promise<Caller> {
    const credentials = await this.credentials(req);
    await this.demand(credentials, permission);
    return this.toCaller(credentials);
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
      mayApprove: await this.allows(
        credentials,
        releaseDecisionApprovePermission,
      ),
      mayReject: await this.allows(
        credentials,
        releaseDecisionRejectPermission,
      ),
    };
  }

  /** A person, not acting through a service, with the permission if one is asked for. */
  async person(
    req: Request,
    permission?: BasicPermission,
  ): Promise<Extract<Caller, { kind: 'user' }>> {
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
  async quarantiner(req: Request): Promise<string> {
    const { principal } = await this.credentials(req);
    if (principal.type === 'service') return this.rollout(req);
    await this.withPermission(req, releaseDecisionRejectPermission);
    return principal.userEntityRef;
  }
}
