import { rolloutReadPermission } from '@adaptive-delivery/plugin-release-common';
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
   * Users and services that may see rollouts.
   *
   * @throws NotAllowedError naming the permission.
   */
  async toRead(req: Request): Promise<void> {
    const credentials = await this.deps.httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const [{ result }] = await this.deps.permissions.authorize(
      [{ permission: rolloutReadPermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You need the permission ${rolloutReadPermission.name}; ask whoever keeps the portal's roles`,
      );
    }
  }

  /**
   * The portal's own backends. A verdict moves a rollout, so a token that was
   * given out for something else does not do.
   *
   * @throws NotAllowedError for everybody else.
   */
  async toJudgeLooks(req: Request): Promise<void> {
    const { principal } = await this.deps.httpAuth.credentials(req, {
      allow: ['service'],
    });
    if (principal.accessRestrictions) {
      throw new NotAllowedError(
        'A token with access restrictions may not judge the looks of rollouts; use POST /v1/judgements',
      );
    }
  }
}
