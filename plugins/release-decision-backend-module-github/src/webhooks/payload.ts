import { z } from 'zod';
import { Repository, toRepository } from '../repository';
import { ProtectionRequest } from '../database';
import { runOf } from '../protection/callback';
import { AnswerKind, Command, answers, parseCommand } from '../check';

/** Where a comment is answered. */
export type CommentPlace = { pull: number } | { commit: string };

/** Somebody pressed a button of a check run. */
export type Click = {
  kind: 'click';
  repository: Repository;
  login: string;
  decisionId: string;
  decision: AnswerKind;
  commit: string;
  pull: number | null;
};

/** Somebody answered in a comment. */
export type WrittenAnswer = {
  kind: 'comment';
  repository: Repository;
  login: string;
  place: CommentPlace;
  command: Command | 'malformed';
};

export type ProtectionEvent = ProtectionRequest & { kind: 'protection' };

export type WebhookEvent = Click | WrittenAnswer | ProtectionEvent;

/** Signed, but not what GitHub sends. */
export class PayloadError extends Error {
  readonly name = 'PayloadError';
}

const commit = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
const login = z.string().min(1).max(100);
const positive = z.int().positive();
const person = z.object({ login, type: z.string() });

const about = z.object({
  repository: z
    .object({ name: z.string(), owner: z.object({ login: z.string() }) })
    .transform(({ name, owner }, context) => {
      const repository = toRepository(owner.login, name);
      if (repository) return repository;
      context.addIssue('is no name of a repository');
      return z.NEVER;
    }),
});

const clicked = about.extend({
  sender: person,
  requested_action: z.object({ identifier: z.enum(answers) }),
  check_run: z.object({
    external_id: z.uuid(),
    head_sha: commit,
    app: z.object({ id: positive }),
    pull_requests: z.array(z.object({ number: positive })).default([]),
  }),
});

const commented = about.extend({
  sender: person,
  comment: z.object({
    body: z.string(),
    user: person,
    performed_via_github_app: z.unknown().optional(),
    commit_id: commit.optional(),
  }),
  issue: z
    .object({ number: positive, pull_request: z.unknown().optional() })
    .optional(),
});

const deployment = about.extend({
  environment: z.string().min(1).max(255),
  deployment_callback_url: z.string().max(2000),
  deployment: z.object({ id: positive, sha: commit }),
});

function read<T>(schema: z.ZodType<T>, payload: unknown): T {
  const { data, error } = schema.safeParse(payload);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  throw new PayloadError(
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is missing'}`,
  );
}

function readClick(payload: unknown, appId: number): Click | null {
  const { repository, sender, requested_action, check_run } = read(
    clicked,
    payload,
  );
  if (check_run.app.id !== appId || sender.type !== 'User') return null;
  return {
    kind: 'click',
    repository,
    login: sender.login,
    decisionId: check_run.external_id,
    decision: requested_action.identifier,
    commit: check_run.head_sha,
    pull: check_run.pull_requests[0]?.number ?? null,
  };
}

function readComment(payload: unknown): WrittenAnswer | null {
  const { repository, sender, comment, issue } = read(commented, payload);
  const command = parseCommand(comment.body);
  // Only what a person wrote by hand, where a change is, counts as an answer.
  const isByHand =
    sender.type === 'User' &&
    comment.user.type === 'User' &&
    comment.user.login === sender.login &&
    !comment.performed_via_github_app;
  if (!command || !isByHand) return null;
  const about_ = { kind: 'comment' as const, repository, command };
  if (issue) {
    return issue.pull_request
      ? { ...about_, login: sender.login, place: { pull: issue.number } }
      : null;
  }
  return comment.commit_id
    ? { ...about_, login: sender.login, place: { commit: comment.commit_id } }
    : null;
}

function readDeployment(
  payload: unknown,
  settings: ReadSettings,
): ProtectionEvent {
  const event = read(deployment, payload);
  const { repository, environment, deployment_callback_url } = event;
  const runId = runOf(deployment_callback_url, settings.apiUrl, repository);
  if (runId === null) {
    throw new PayloadError(
      'deployment_callback_url: is not an address of this GitHub and repository; check adaptiveDelivery.github.apiUrl',
    );
  }
  return {
    kind: 'protection',
    repository,
    runId,
    deploymentId: event.deployment.id,
    githubEnvironment: environment,
    environment:
      settings.environments.get(environment.toLocaleLowerCase('en-US')) ??
      environment.toLocaleLowerCase('en-US'),
    commit: event.deployment.sha,
  };
}

export type ReadSettings = {
  appId: number;
  apiUrl: URL;
  environments: ReadonlyMap<string, string>;
};

const actionOf = z.object({ action: z.string() });

/**
 * What a webhook tells; null for what does not concern this module.
 *
 * @throws PayloadError
 */
export function readEvent(
  name: string,
  payload: unknown,
  settings: ReadSettings,
): WebhookEvent | null {
  const action = actionOf.safeParse(payload).data?.action;
  switch (`${name} ${action}`) {
    case 'check_run requested_action':
      return readClick(payload, settings.appId);
    // Never an edited comment: others may edit it, in its author's name.
    case 'issue_comment created':
    case 'commit_comment created':
      return readComment(payload);
    case 'deployment_protection_rule requested':
      return readDeployment(payload, settings);
    default:
      return null;
  }
}
