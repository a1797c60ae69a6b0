import { resolvePackagePath } from '@backstage/backend-plugin-api';

export const MIGRATIONS = resolvePackagePath(
  '@adaptive-delivery/plugin-rollout-backend',
  'migrations',
);
