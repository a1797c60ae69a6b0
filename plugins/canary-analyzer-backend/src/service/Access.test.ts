import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Request } from 'express';
import { Access } from './Access';

const accessOf = (credentials: ReturnType<typeof mockCredentials.service>) =>
  new Access({
    httpAuth: mockServices.httpAuth.mock({
      credentials: async () => credentials as never,
    }),
    permissions: mockServices.permissions.mock(),
  });

describe('Access', () => {
  it('lets a backend judge looks', async () => {
    const access = accessOf(mockCredentials.service('plugin:rollout'));
    await expect(access.toJudgeLooks({} as Request)).resolves.toBeUndefined();
  });

  it('does not let a token do so that was given out for something else', async () => {
    const access = accessOf(
      mockCredentials.service('external:ci', {
        permissionNames: ['rollout.read'],
      }),
    );
    await expect(access.toJudgeLooks({} as Request)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
  });
});
