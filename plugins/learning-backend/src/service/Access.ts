import { policyReadPermission } from '@adaptive-delivery/plugin-release-common';
import {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Request } from 'express';

/** Who may do what here. */
export class Access {
  constructor(
    private readonly deps: {
      httpAuth: HttpAuthService;
      permissions: PermissionsService;
    },
  ) {}

  /**
   * Users and services that may see the policy and how it does.
   *
   * @throws NotAllowedError naming the permission.
   */
  async toRead(req: Request): Promise<void> {
    const credentials = await this.deps.httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const [{ result }] = await this.deps.permissions.authorize(
      [{ permission: policyReadPermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You need the permission ${policyReadPermission.name}; ask whoever keeps the portal's roles`,
      );
    }
  }

  /**
   * The portal's own backends. Examples teach, so a token that was given out
   * for something else does not do.
   *
   * @throws NotAllowedError for everybody else.
   */
  async toTell(req: Request): Promise<void> {
    const { principal } = await this.deps.httpAuth.credentials(req, {
      allow: ['service'],
    });
    if (principal.accessRestrictions) {
      throw new NotAllowedError(
        'A token with access restrictions may not tell how decisions turned out; report an outcome to release-decision instead',
      );
    }
  }
}
