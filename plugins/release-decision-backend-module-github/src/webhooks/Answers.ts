import {
  DecisionRecord,
  approvalRequest,
} from '@adaptive-delivery/plugin-release-common';
import { ApprovalDesk } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Command, commandsFor, quote } from '../check';
import { CheckStore } from '../database';
import { GitHubPeople } from '../people/GitHubPeople';
import { BuildPlace, placesOf } from '../channel';
import { repositoryOf, sameRepository } from '../repository';
import { Click, CommentPlace, WrittenAnswer } from './payload';

/** How an answer ended, in words for the person who gave it (Markdown). */
export type Settled = {
  ending: 'counted' | 'refused' | 'unknownPerson';
  words: string;
};

export type Audit = (
  answer: {
    login: string;
    decision: Command['decision'];
    /** As it was written, where no decision is known by it. */
    decisionId: string;
  },
  run: () => Promise<Settled>,
) => Promise<Settled>;

/** Errors of the desk whose message is meant for the person. */
const TOLD = new Set([
  'NotAllowedError',
  'ConflictError',
  'NotFoundError',
  'ContractError',
]);

const USAGE =
  'Write the command that the check shows, with your reason, such as `/release approve 1a2b3c4d.3 the tests look good`. It must stand at the beginning of the comment.';

const refused = (words: string): Settled => ({ ending: 'refused', words });

/** The pull request that a build names, if it is one of its repository. */
function pullOf({ build, repository }: BuildPlace, host: string) {
  const { pullRequest } = build;
  const named =
    pullRequest &&
    repositoryOf(pullRequest.url.replace(/\/pull\/\d+\/?$/, ''), host);
  return named && sameRepository(named, repository) ? pullRequest.number : null;
}

/** How to answer a decision as it is now, in Markdown. */
function askForReason(record: DecisionRecord, url: string, click: Click) {
  const command = commandsFor(record)[click.decision];
  return [
    `To ${click.decision} it a reason is needed, which a button cannot ask for. Write this as a comment here, with your reason in the place of \`<reason>\`:`,
    '',
    '```',
    command,
    '```',
    '',
    `Or [answer in the portal](${url}).`,
  ].join('\n');
}

/** Turns clicks into the question for a reason, and comments into answers at the approval desk. */
export class Answers {
  constructor(
    private readonly deps: {
      checks: CheckStore;
      people: GitHubPeople;
      desk: () => ApprovalDesk;
      host: string;
      audit: Audit;
      logger: LoggerService;
    },
  ) {}

  /** What to tell whoever clicked, and where; null for no decision of ours. */
  async toClick(
    click: Click,
  ): Promise<{ place: CommentPlace; words: string } | null> {
    const desk = this.deps.desk();
    const record = await desk.find(click.decisionId);
    const shownHere =
      record &&
      placesOf(record, this.deps.host).find(
        ({ repository, commit }) =>
          sameRepository(repository, click.repository) &&
          commit === click.commit,
      );
    if (!record || !shownHere) return null;
    const pull = click.pull ?? pullOf(shownHere, this.deps.host);
    const place = pull === null ? { commit: click.commit } : { pull };
    const words =
      record.state === 'awaitingApproval'
        ? askForReason(record, desk.urlOf(record), click)
        : `Nothing waits for an answer any more: ${quote(record.stateReason)}`;
    return { place, words };
  }

  /** Never throws: whatever happens is told to the person. */
  async toComment({
    repository,
    login,
    command,
  }: WrittenAnswer): Promise<Settled> {
    if (command === 'malformed') return refused(USAGE);
    const { checks, desk, audit, logger } = this.deps;
    const { decision, idPrefix } = command;
    try {
      const ids = await checks.decisionsLike(repository, idPrefix);
      if (ids.length > 1) {
        return refused(
          'Several decisions begin like that; write the whole id of the one you mean, as the check shows it below "Where it comes from".',
        );
      }
      const record = ids.length === 1 ? await desk().find(ids[0]) : null;
      return await audit(
        { login, decision, decisionId: record?.id ?? idPrefix },
        () => this.answer(record, command, login),
      );
    } catch (error) {
      logger.error(
        `An answer from GitHub to decision ${idPrefix} failed: ${
          error instanceof Error ? error.stack : error
        }`,
      );
      return refused(
        'The portal could not take your answer, because of a fault of its own. Look at the decision in the portal, and answer there or try again.',
      );
    }
  }

  private async answer(
    record: DecisionRecord | null,
    { decision, revision, reason }: Command,
    login: string,
  ): Promise<Settled> {
    if (!record) {
      return refused(
        `No decision of this repository begins like that. ${USAGE}`,
      );
    }
    const request = approvalRequest.safeParse({ decision, revision, reason });
    if (!request.success) {
      return refused('Write a reason of at most 2000 characters.');
    }
    const person = await this.deps.people.find(login);
    if (person.kind === 'unknown') {
      return { ending: 'unknownPerson', words: quote(person.words) };
    }
    const { userRef } = person;
    try {
      const answered = await this.deps
        .desk()
        .answer(record.id, request.data, { userRef, via: 'GitHub' });
      const said = decision === 'approve' ? 'approval' : 'rejection';
      return {
        ending: 'counted',
        words: `Your ${said} is recorded. ${quote(answered.stateReason, 1000)}`,
      };
    } catch (error) {
      if (error instanceof Error && TOLD.has(error.name)) {
        return refused(quote(error.message, 1000));
      }
      throw error;
    }
  }
}
