import {
  ArtifactStore,
  artifactStoreExtensionPoint,
} from '@adaptive-delivery/plugin-release-node';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { releaseDecisionModuleArtifactory } from './module';

const whole = {
  url: 'https://artifacts.example/artifactory/',
  token: 'a-token',
  repositories: { candidates: 'c', releases: 'p', records: 'r' },
};

async function start(artifactory?: object) {
  const stores: ArtifactStore[] = [];
  const logger = mockServices.rootLogger.mock();
  logger.child.mockReturnValue(logger);
  const backend = await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: 'release-decision',
        register(env) {
          env.registerExtensionPoint(artifactStoreExtensionPoint, {
            setArtifactStore: store => void stores.push(store),
          });
          env.registerInit({ deps: {}, async init() {} });
        },
      }),
      releaseDecisionModuleArtifactory,
      logger.factory,
      mockServices.rootConfig.factory({
        data: artifactory ? { adaptiveDelivery: { artifactory } } : {},
      }),
    ],
  });
  await backend.stop();
  return { stores, logger };
}

describe('the module', () => {
  it('gives the store', async () => {
    const { stores } = await start(whole);
    expect(stores.map(({ name }) => name)).toEqual([
      'Artifactory at artifacts.example',
    ]);
  });

  it('is off without its configuration, and says so once', async () => {
    const { stores, logger } = await start();
    expect(stores).toEqual([]);
    expect(logger.info).toHaveBeenCalledWith(
      'Artifactory is off: adaptiveDelivery.artifactory is not set in app-config.yaml',
    );
  });

  it.each([
    ['url', { url: 'artifacts.example' }, 'url must be an address'],
    ['url', { url: 'https://a:b@artifacts.example' }, 'without credentials'],
    ['url', { url: 'http://artifacts.example' }, 'must be an https address'],
    ['token', { token: 'a\nb' }, 'token is no access token'],
    ['timeoutSeconds', { timeoutSeconds: 0 }, 'a number from 1 to 30'],
    [
      'repositories.records',
      { repositories: { ...whole.repositories, records: 'a/b' } },
      'repositories.records is "a/b"',
    ],
    [
      'repositories',
      { repositories: { ...whole.repositories, releases: 'c' } },
      'three different repositories',
    ],
  ])('names %s when it is wrong', async (_key, change, words) => {
    await expect(start({ ...whole, ...change })).rejects.toThrow(words);
  });
});
