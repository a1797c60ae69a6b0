import {
  AuditorService,
  AuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Router } from 'express';
import { Knex } from 'knex';
import { GitHubChannel, OpenedDesk } from './channel';
import { GitHubApi } from './client';
import { GitHubSettings } from './config';
import { CheckStore, ProtectionStore } from './database';
import { GitHubPeople } from './people/GitHubPeople';
import { Protections } from './protection';
import { Answers, Webhooks, createRouter } from './webhooks';
import { auditAnswers } from './webhooks/auditAnswers';

export type Parts = {
  channel: GitHubChannel;
  protections: Protections;
  webhooks: Webhooks;
  router: Router;
};

/** Puts the module's parts together. */
export function createParts(deps: {
  settings: GitHubSettings;
  knex: Knex;
  catalog: CatalogService;
  auth: AuthService;
  auditor: AuditorService;
  logger: LoggerService;
  /** Before the second try to answer a deployment. */
  firstRetryMs?: number;
}): Parts {
  const { settings, knex, logger, auditor } = deps;
  const { host } = settings;
  const api = new GitHubApi({ ...settings, logger });
  const checks = new CheckStore(knex);
  const protectionStore = new ProtectionStore(knex);
  const opened = new OpenedDesk();
  const desk = () => opened.get();
  const protections = new Protections({
    api,
    store: protectionStore,
    desk,
    host,
    logger,
    firstRetryMs: deps.firstRetryMs,
  });
  const channel = new GitHubChannel({
    desk: opened,
    api,
    checks,
    host,
    wakeDeployments: (repository, commit) =>
      protections.wake(repository, commit),
  });
  const answers = new Answers({
    checks,
    people: new GitHubPeople(deps),
    desk,
    host,
    audit: auditAnswers(auditor),
    logger,
  });
  const webhooks = new Webhooks({
    knex,
    api,
    protections,
    protectionStore,
    answers,
    logger,
  });
  const router = createRouter({
    settings,
    take: (body, event) => webhooks.take(body, event),
    logger,
  });
  return { channel, protections, webhooks, router };
}
