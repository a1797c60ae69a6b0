import gitHubModule from '@adaptive-delivery/plugin-release-decision-backend-module-github';
import { FakeGitHub } from '@adaptive-delivery/plugin-release-decision-backend-module-github/testUtils';
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
const REPO = 'payments';
const TOKEN = 'pipeline-token-of-this-test';

const group = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name, namespace: 'default' },
  spec: { type: 'team', children: [] },
});

const person = (name: string, memberOf: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: {
    name,
    namespace: 'default',
    annotations: { 'github.com/user-login': `${name}-hub` },
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

let github: FakeGitHub;
let policy: string;
let backend: Awaited<ReturnType<typeof startTestBackend>>;
let url: string;

beforeEach(async () => {
  github = await FakeGitHub.start();
  policy = await mkdtemp(path.join(tmpdir(), 'github-approval-'));
  await writeFile(
    path.join(policy, 'advisory.yaml'),
    'enforcement: { default: advisory, rules: [] }\n',
  );
  backend = await startTestBackend({
    features: [
      releaseDecision,
      gitHubModule,
      authServiceFactory,
      httpAuthServiceFactory,
      catalogServiceMock.factory({
        entities: [
          payments,
          group('payments'),
          group('others'),
          person('olga', 'payments'),
          person('stan', 'others'),
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
            github: {
              appId: github.auth.appId,
              privateKey: github.auth.privateKey,
              webhookSecret: github.webhookSecret,
              apiUrl: github.apiUrl,
              host: 'github.test',
            },
          },
        },
      }),
    ],
  });
  url = `http://127.0.0.1:${backend.server.port()}/api/release-decision`;
  github.webhooksUrl = `${url}/v1/github/webhooks`;
});

afterEach(async () => {
  await backend.stop();
  await github.stop();
  await rm(policy, { recursive: true });
});

async function until(check: () => boolean) {
  while (!check()) await new Promise(resolve => setTimeout(resolve, 20));
}

const check = () =>
  github.repositories.latest('Adaptive Delivery / production');

async function comment(login: string, body: string): Promise<string> {
  const before = github.repositories.comments.length;
  await github.comment(REPO, { login, body, pull: 7 });
  await until(() => github.repositories.comments.length > before);
  return github.repositories.comments[before].body;
}

async function submit() {
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
        repo: { url: `https://github.test/kiosk/${REPO}.git` },
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
  return taken.json();
}

it('asks on GitHub for the approval of a build, and lets its deployment go on with the answer', async () => {
  const { commit: sha } = await example('build-info');
  const { reviews } = github.repositories;
  await github.send(
    'deployment_protection_rule',
    github.deploymentPayload(REPO, { run: 1, environment: 'Production', sha }),
  );
  await until(() => reviews.length === 1);
  expect(reviews[0].comment).toContain('no decision about commit');

  const decision = await submit();
  expect(decision).toMatchObject({ state: 'awaitingApproval' });
  await until(() => check() !== undefined && reviews.length === 2);
  expect(check()).toMatchObject({
    head_sha: sha,
    external_id: decision.id,
    conclusion: 'action_required',
  });
  const [command = ''] =
    /\/release approve \S+/.exec(check()?.output.summary ?? '') ?? [];

  expect(await comment('stan-hub', `${command} I want it`)).toMatch(
    /^@stan-hub You do not have the permission/,
  );
  expect(await comment('Olga-Hub', `${command} looked at the tests`)).toMatch(
    /^@Olga-Hub Your approval is recorded/,
  );
  await until(() => check()?.conclusion === null && reviews.length === 3);
  expect(check()?.output.text).toContain('looked at the tests');
  expect(reviews[2]).toMatchObject({ run: 1, state: 'approved' });

  const now = await fetch(`${url}/v1/decisions/${decision.id}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect((await now.json()).decision.approvals.given).toContainEqual(
    expect.objectContaining({
      decision: 'approve',
      by: 'user:default/olga',
      reason: 'looked at the tests',
      via: 'github',
    }),
  );
}, 30_000);
