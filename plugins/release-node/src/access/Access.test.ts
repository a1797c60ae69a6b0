import { rolloutReadPermission } from '@adaptive-delivery/plugin-release-common';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Request } from 'express';
import { Access } from './Access';

const req = {} as Request;

const accessOf = (
  credentials: ReturnType<typeof mockCredentials.service>,
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) =>
  new Access({
    httpAuth: mockServices.httpAuth.mock({
      credentials: async () => credentials as never,
    }),
    permissions: mockServices.permissions.mock({
      authorize: async () => [{ result }],
    }),
  });

const backend = mockCredentials.service('plugin:rollout');
const pipeline = mockCredentials.service('external:ci', {
  permissionNames: ['rollout.read'],
});

describe('Access', () => {
  it('lets a backend do what only backends do', async () => {
    await expect(
      accessOf(backend).requireBackend(req, 'judge looks'),
    ).resolves.toBeUndefined();
  });

  it('does not let a token do so that was given out for something else', async () => {
    await expect(
      accessOf(pipeline).requireBackend(req, 'judge looks'),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: 'A token with access restrictions may not judge looks',
    });
  });

  it('gives the credentials of who has the permission', async () => {
    await expect(
      accessOf(pipeline).require(req, rolloutReadPermission),
    ).resolves.toBe(pipeline);
  });

  it('names the permission that is missing', async () => {
    await expect(
      accessOf(backend, AuthorizeResult.DENY).require(
        req,
        rolloutReadPermission,
      ),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('rollout.read'),
    });
  });
});
