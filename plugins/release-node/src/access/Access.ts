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

export type CallerCredentials = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/** Who calls a backend, and whether they may. */
export class Access {
  constructor(
    private readonly deps: {
      httpAuth: HttpAuthService;
      permissions: PermissionsService;
    },
  ) {}

  async allows(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<boolean> {
    const [{ result }] = await this.deps.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    return result === AuthorizeResult.ALLOW;
  }

  /** @throws NotAllowedError naming the permission that is missing. */
  async require(
    req: Request,
    permission: BasicPermission,
    allow: Array<'user' | 'service'> = ['user', 'service'],
  ): Promise<CallerCredentials> {
    const credentials = await this.deps.httpAuth.credentials(req, { allow });
    if (!(await this.allows(credentials, permission))) {
      throw new NotAllowedError(
        `This needs the permission ${permission.name}; ask whoever keeps the portal's roles (adaptiveDelivery.roles)`,
      );
    }
    return credentials;
  }

  /**
   * One of the portal's own backends. A token that was given out for something
   * else, which its access restrictions show, does not do.
   *
   * @param what - completes "A token with access restrictions may not …"
   * @throws NotAllowedError for everybody else.
   */
  async requireBackend(req: Request, what: string): Promise<void> {
    const { principal } = await this.deps.httpAuth.credentials(req, {
      allow: ['service'],
    });
    if (principal.accessRestrictions) {
      throw new NotAllowedError(
        `A token with access restrictions may not ${what}`,
      );
    }
  }
}
