import {
  ApiBlueprint,
  createApiFactory,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { LearningClient, learningApiRef } from './learningApi';
import {
  ReleaseDecisionClient,
  releaseDecisionApiRef,
} from './releaseDecisionApi';
import { RolloutClient, rolloutApiRef } from './rolloutApi';
import { VerdictClient, verdictApiRef } from './verdictApi';

const deps = { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef };

export const releaseDecisionApiFactory = createApiFactory({
  api: releaseDecisionApiRef,
  deps,
  factory: apis => new ReleaseDecisionClient(apis),
});

export const rolloutApiFactory = createApiFactory({
  api: rolloutApiRef,
  deps,
  factory: apis => new RolloutClient(apis),
});

export const verdictApiFactory = createApiFactory({
  api: verdictApiRef,
  deps,
  factory: apis => new VerdictClient(apis),
});

export const learningApiFactory = createApiFactory({
  api: learningApiRef,
  deps,
  factory: apis => new LearningClient(apis),
});

/** For legacy plugins, which take their API factories as a list. */
export const releaseApiFactories = [
  releaseDecisionApiFactory,
  rolloutApiFactory,
  verdictApiFactory,
  learningApiFactory,
];

/**
 * Provides the APIs of the release backends. Each release frontend brings it
 * along with its own plugin in a feature loader, and the app takes it once:
 * an API that two plugins provide would keep the app from starting.
 */
export const releaseApisPlugin = createFrontendPlugin({
  pluginId: 'release',
  extensions: [
    ApiBlueprint.make({
      name: 'decision',
      params: define => define(releaseDecisionApiFactory),
    }),
    ApiBlueprint.make({
      name: 'rollout',
      params: define => define(rolloutApiFactory),
    }),
    ApiBlueprint.make({
      name: 'verdict',
      params: define => define(verdictApiFactory),
    }),
    ApiBlueprint.make({
      name: 'learning',
      params: define => define(learningApiFactory),
    }),
  ],
});
