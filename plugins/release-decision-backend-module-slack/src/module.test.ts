import {
  DecisionChannel,
  decisionChannelExtensionPoint,
} from '@adaptive-delivery/plugin-release-node';
import {
  MemoryDesk,
  sampleRecord,
} from '@adaptive-delivery/plugin-release-node/testUtils';
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
import { FakeSlack } from './testUtils';
import { releaseDecisionModuleSlack } from './module';

const CHANNEL = 'C0KIOSKS';

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

async function start(slack?: object) {
  const channels: DecisionChannel[] = [];
  const logger = mockServices.rootLogger.mock();
  logger.child.mockReturnValue(logger);
  const backend = await startTestBackend({
    features: [
      fakePlugin(channels),
      releaseDecisionModuleSlack,
      logger.factory,
      catalogServiceMock.factory({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name: 'payments-service', namespace: 'default' },
            relations: [{ type: 'ownedBy', targetRef: 'group:default/kiosk' }],
          },
        ],
      }),
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          adaptiveDelivery: { ...(slack && { slack }) },
        },
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
    'Slack is off: adaptiveDelivery.slack is not set in app-config.yaml',
  );
  const answer = await fetch(`${url}/v1/slack/interactions`, {
    method: 'POST',
  });
  expect(answer.ok).toBe(false);
  await backend.stop();
});

it('adds the channel, and takes clicks without credentials of Backstage', async () => {
  const slack = await FakeSlack.start();
  slack.workspace.addChannel(CHANNEL);
  const { backend, channels, url } = await start({
    token: slack.token,
    signingSecret: slack.signingSecret,
    channel: 'C0DEFAULT',
    channels: [{ owners: ['group:default/kiosk'], channel: CHANNEL }],
    apiUrl: slack.apiUrl,
  });
  slack.interactionsUrl = `${url}/v1/slack/interactions`;
  const desk = new MemoryDesk();
  const { id } = desk.put(sampleRecord());
  const [channel] = channels;
  channel.open(desk);
  await channel.deliver({ key: `${id}:1`, decisionId: id, revision: 1 });
  const [{ ts }] = slack.workspace.messages(CHANNEL);
  const click = slack.clickPayload({
    channel: CHANNEL,
    ts,
    action: 'release-approve',
    user: 'USAM',
  });
  expect((await slack.send(click, { secret: 'guessed' })).status).toBe(401);
  expect((await slack.send(click)).status).toBe(200);
  // Everything else behind it still wants credentials.
  expect((await fetch(`${url}/v1/decisions`)).status).toBe(401);
  // Ending waits for what runs behind the answer.
  await backend.stop();
  expect(slack.workspace.dialog?.view.title.text).toBe('Approve release');
  await slack.stop();
});

it('does not start with a setting that cannot be meant', async () => {
  await expect(
    start({ token: 'xoxb-1', signingSecret: 's', channel: '#releases' }),
  ).rejects.toThrow(/adaptiveDelivery\.slack\.channel is "#releases"/);
});
