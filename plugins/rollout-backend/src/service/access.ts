import {
  rollbackExecutePermission,
  rolloutControlPermission,
} from '@adaptive-delivery/plugin-release-common';
import {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { Request } from 'express';
import { Allowed } from './toApi';

type Caller = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/** Who calls, and what they may do. */
export class Access {
  constructor(
    private readonly deps: {
      httpAuth: HttpAuthService;
      permissions: PermissionsService;
    },
  ) {}

  /** @throws NotAllowedError naming the permission that is missing. */
  async require(
    req: Request,
    permission: BasicPermission,
    allow: Array<'user' | 'service'> = ['user', 'service'],
  ): Promise<Caller> {
    const credentials = await this.deps.httpAuth.credentials(req, { allow });
    const [decision] = await this.deps.permissions.authorize([{ permission }], {
      credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `This needs the permission ${permission.name}.`,
      );
    }
    return credentials;
  }

  /** For `may`: what the caller could do besides reading. */
  async allowed(credentials: Caller): Promise<Allowed> {
    const [control, rollback] = await this.deps.permissions.authorize(
      [
        { permission: rolloutControlPermission },
        { permission: rollbackExecutePermission },
      ],
      { credentials },
    );
    return {
      control: control.result === AuthorizeResult.ALLOW,
      rollback: rollback.result === AuthorizeResult.ALLOW,
    };
  }
}

/** The caller as events and audits name them. */
export function nameOfCaller({ principal }: Caller): string {
  return principal.type === 'user'
    ? principal.userEntityRef
    : principal.subject;
}
