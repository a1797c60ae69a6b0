import slackModule from '@adaptive-delivery/plugin-release-decision-backend-module-slack';
import { FakeSlack } from '@adaptive-delivery/plugin-release-decision-backend-module-slack/testUtils';
import releaseDecision from '@adaptive-delivery/plugin-release-decision-backend';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../../..');
const CHANNEL = 'C0RELEASES';
const TOKEN = 'pipeline-token-of-this-test';

const group = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name, namespace: 'default' },
  spec: { type: 'team', children: [] },
});

const person = (name: string, memberOf: string, slack: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: {
    name,
    namespace: 'default',
    annotations: { 'slack.com/user_id': slack },
  },
  spec: { profile: { email: `${name}@example.com` }, memberOf: [memberOf] },
  relations: [{ type: 'memberOf', targetRef: `group:default/${memberOf}` }],
});

const payments: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments-service',
    namespace: 'default',
    annotations: {
      'adaptive-delivery.io/target-production': 'lab:payments-service',
      'adaptive-delivery.io/metric-labels': 'component="payments-service"',
      'adaptive-delivery.io/analysis-profile': 'http-service',
    },
  },
  spec: { owner: 'group:default/payments' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/payments' }],
};

/** The example, with its times in the past by any clock. */
const example = async (name: string) =>
  JSON.parse(
    (
      await readFile(
        path.join(ROOT, 'contracts/examples', `${name}.json`),
        'utf8',
      )
    ).replaceAll('"2026-', '"2020-'),
  );

let slack: FakeSlack;
let policy: string;
let backend: Awaited<ReturnType<typeof startTestBackend>>;
let url: string;

beforeEach(async () => {
  slack = await FakeSlack.start();
  slack.workspace.addChannel(CHANNEL);
  slack.workspace.addUser({ id: 'UOLGA' });
  slack.workspace.addUser({ id: 'USTAN' });
  policy = await mkdtemp(path.join(tmpdir(), 'slack-approval-'));
  await writeFile(
    path.join(policy, 'advisory.yaml'),
    'enforcement: { default: advisory, rules: [] }\n',
  );
  backend = await startTestBackend({
    features: [
      releaseDecision,
      slackModule,
      authServiceFactory,
      httpAuthServiceFactory,
      catalogServiceMock.factory({
        entities: [
          payments,
          group('payments'),
          group('others'),
          person('olga', 'payments', 'UOLGA'),
          person('stan', 'others', 'USTAN'),
        ],
      }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({ publish: async () => {} }),
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({ send: async () => {} }),
      }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: {
            baseUrl: 'http://localhost:7007',
            auth: {
              externalAccess: [
                {
                  type: 'static',
                  options: { token: TOKEN, subject: 'pipeline' },
                  accessRestrictions: [
                    {
                      plugin: 'release-decision',
                      permission: [
                        'release.decision.submit',
                        'release.decision.read',
                      ],
                    },
                  ],
                },
              ],
            },
          },
          permission: { enabled: true },
          adaptiveDelivery: {
            policy: { folders: [path.join(ROOT, 'policies/default'), policy] },
            approvers: { sre: ['group:default/payments'] },
            roles: { approver: ['group:default/payments'] },
            slack: {
              token: slack.token,
              signingSecret: slack.signingSecret,
              channel: CHANNEL,
              apiUrl: slack.apiUrl,
            },
          },
        },
      }),
    ],
  });
  url = `http://127.0.0.1:${backend.server.port()}/api/release-decision`;
  slack.interactionsUrl = `${url}/v1/slack/interactions`;
});

afterEach(async () => {
  await backend.stop();
  await slack.stop();
  await rm(policy, { recursive: true });
});

async function until(check: () => boolean) {
  while (!check()) await new Promise(resolve => setTimeout(resolve, 20));
}

const shown = () => JSON.stringify(slack.workspace.messages(CHANNEL)[0].blocks);

async function answer(user: string, reason: string) {
  const [{ ts }] = slack.workspace.messages(CHANNEL);
  await slack.click({ channel: CHANNEL, ts, action: 'release-approve', user });
  await until(() => slack.workspace.dialog !== null);
  return slack.submit({ user, reason });
}

it('asks in Slack for the approval of a submitted build, and releases it on the answer', async () => {
  const build = await example('build-info');
  const taken = await fetch(`${url}/v1/candidates`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      environment: 'production',
      buildInfo: {
        ...build,
        commits: build.commits.map((commit: object) => ({
          ...commit,
          authorEmail: 'ada@example.com',
        })),
        artifacts: build.artifacts.filter(
          ({ os }: { os: string }) => os === 'linux',
        ),
      },
      riskInputs: await example('risk-inputs'),
    }),
  });
  const decision = await taken.json();
  expect(decision).toMatchObject({ state: 'awaitingApproval' });
  await until(() => slack.workspace.messages(CHANNEL).length === 1);

  const refused = await answer('USTAN', 'I would like it to go out');
  expect(refused.body).toMatchObject({ response_action: 'errors' });
  slack.workspace.dialog = null;

  const counted = await answer('UOLGA', 'looked at the tests');
  expect(counted.body).toEqual({ response_action: 'clear' });
  await until(() => shown().includes('looked at the tests'));
  expect(slack.workspace.messages(CHANNEL)).toHaveLength(1);

  const now = await fetch(`${url}/v1/decisions/${decision.id}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect((await now.json()).decision.approvals.given).toContainEqual(
    expect.objectContaining({
      decision: 'approve',
      by: 'user:default/olga',
      reason: 'looked at the tests',
      via: 'slack',
    }),
  );
}, 30_000);
