import {
  DecisionChannel,
  decisionChannelExtensionPoint,
} from '@adaptive-delivery/plugin-release-node';
import { MemoryDesk } from '@adaptive-delivery/plugin-release-node/testUtils';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import express from 'express';
import { CHECK, REPO, gitHubRecord } from './__testUtils__/createTestGitHub';
import { releaseDecisionModuleGitHub } from './module';
import { FakeGitHub } from './testUtils';

/** Stands for release-decision: keeps the channels and has a route of its own. */
function fakePlugin(channels: DecisionChannel[]) {
  return createBackendPlugin({
    pluginId: 'release-decision',
    register(env) {
      env.registerExtensionPoint(decisionChannelExtensionPoint, {
        addChannel: channel => void channels.push(channel),
      });
      env.registerInit({
        deps: { httpRouter: coreServices.httpRouter },
        async init({ httpRouter }) {
          const router = express.Router();
          router.get('/v1/decisions', (_req, res) => void res.json([]));
          httpRouter.use(router);
        },
      });
    },
  });
}

async function start(github?: object) {
  const channels: DecisionChannel[] = [];
  const logger = mockServices.rootLogger.mock();
  logger.child.mockReturnValue(logger);
  const backend = await startTestBackend({
    features: [
      fakePlugin(channels),
      releaseDecisionModuleGitHub,
      logger.factory,
      catalogServiceMock.factory({ entities: [] }),
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
      mockServices.rootConfig.factory({
        data: { adaptiveDelivery: { ...(github && { github }) } },
      }),
    ],
  });
  const url = `http://127.0.0.1:${backend.server.port()}/api/release-decision`;
  return { backend, channels, logger, url };
}

it('is off without configuration, and says so once', async () => {
  const { backend, channels, logger, url } = await start();
  expect(channels).toEqual([]);
  expect(logger.info).toHaveBeenCalledWith(
    'GitHub is off: adaptiveDelivery.github is not set in app-config.yaml',
  );
  const answer = await fetch(`${url}/v1/github/webhooks`, { method: 'POST' });
  expect(answer.ok).toBe(false);
  await backend.stop();
});

it('adds the channel, and takes webhooks without credentials of Backstage', async () => {
  const github = await FakeGitHub.start();
  const { backend, channels, url } = await start({
    appId: github.auth.appId,
    privateKey: github.auth.privateKey,
    webhookSecret: github.webhookSecret,
    apiUrl: github.apiUrl,
    host: 'github.test',
  });
  github.webhooksUrl = `${url}/v1/github/webhooks`;
  const desk = new MemoryDesk();
  const { id } = desk.put(gitHubRecord());
  const [channel] = channels;
  channel.open(desk);
  await channel.deliver({ key: `${id}:1`, decisionId: id, revision: 1 });
  const check = github.repositories.latest(CHECK);
  if (!check) throw new Error('It is not shown');
  const click = github.clickPayload({
    repo: REPO,
    check,
    login: 'sam-hub',
    action: 'approve',
  });
  const forged = { secret: 'guessed' };
  expect((await github.send('check_run', click, forged)).status).toBe(401);
  expect((await github.send('check_run', click)).status).toBe(202);
  // Everything else behind it still wants credentials.
  expect((await fetch(`${url}/v1/decisions`)).status).toBe(401);
  // Ending waits for what runs behind the answer.
  await backend.stop();
  expect(github.repositories.comments).toHaveLength(1);
  await github.stop();
});

it('does not start with a setting that cannot be meant', async () => {
  await expect(
    start({ appId: 1, privateKey: 'x', webhookSecret: 's' }),
  ).rejects.toThrow(/adaptiveDelivery\.github\.privateKey must be/);
});
