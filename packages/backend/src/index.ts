import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@backstage/plugin-proxy-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-github'));
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@adaptive-delivery/plugin-release-decision-backend'));
backend.add(
  import(
    '@adaptive-delivery/plugin-release-decision-backend-module-artifactory'
  ),
);
backend.add(
  import('@adaptive-delivery/plugin-release-decision-backend-module-github'),
);
backend.add(
  import('@adaptive-delivery/plugin-release-decision-backend-module-slack'),
);
backend.add(import('@adaptive-delivery/plugin-rollout-backend'));
backend.add(import('@adaptive-delivery/plugin-canary-analyzer-backend'));
backend.add(import('@adaptive-delivery/plugin-learning-backend'));
backend.add(
  import('@adaptive-delivery/plugin-permission-backend-module-release'),
);
backend.add(
  import('@adaptive-delivery/plugin-scaffolder-backend-module-release'),
);
backend.add(import('@adaptive-delivery/lab'));

// A portal that could not start whole must end: it would stay up and answer 503.
backend.start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
