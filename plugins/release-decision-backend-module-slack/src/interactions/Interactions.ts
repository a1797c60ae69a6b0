import {
  DecisionRecord,
  approvalRequest,
  shorten,
} from '@adaptive-delivery/plugin-release-common';
import { ApprovalDesk, oneLine } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { setTimeout as sleep } from 'node:timers/promises';
import { SlackApi } from '../client';
import { REASON, quote, reasonDialog } from '../message';
import { SlackPeople } from '../people';
import { Click, DialogAnswer, Interaction } from './payload';

/** What is answered to Slack; null is an empty body. */
export type SlackAnswer =
  | null
  | { response_action: 'clear' }
  | { response_action: 'errors'; errors: Record<string, string> };

/** How an answer ended, in words for the person who gave it. */
export type Settled = {
  ending: 'counted' | 'refused' | 'unknownPerson';
  words: string;
};

type Told = { channel: string; user: string };
type Audit = (
  answer: DialogAnswer,
  run: () => Promise<Settled>,
) => Promise<Settled>;

/** Errors of the desk whose message is meant for the person. */
const TOLD = new Set([
  'NotAllowedError',
  'ConflictError',
  'NotFoundError',
  'ContractError',
]);
const TOO_SLOW =
  'That did not work, because Slack or the portal was too slow or not there. Try again, or answer in the portal.';
/** Slack waits 3 s for the answer. */
const PATIENCE_MS = 2_000;

const errors = (words: string): SlackAnswer => ({
  response_action: 'errors',
  errors: { [REASON]: shorten(words, 500) },
});

/** Turns clicks into dialogs, and dialogs into answers at the approval desk. */
export class Interactions {
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    private readonly deps: {
      api: SlackApi;
      people: SlackPeople;
      desk: () => ApprovalDesk;
      /** Brings the decision's message up to date. */
      show: (decisionId: string) => Promise<void>;
      audit: Audit;
      /** How long Slack is left waiting for how an answer ended. */
      patienceMs?: number;
      logger: LoggerService;
    },
  ) {}

  /** Returns in time for Slack; what takes longer goes on behind the answer. */
  async take(interaction: Interaction): Promise<SlackAnswer> {
    if (interaction.kind === 'answer') return this.answer(interaction);
    this.behind(
      this.ask(interaction).catch(async error => {
        this.log('A click in Slack came to nothing', error);
        await this.tell(interaction, TOO_SLOW);
      }),
    );
    return null;
  }

  /** Waits until nothing runs behind an answer any more. */
  async settle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** Opens the dialog for the reason, if the decision still waits. */
  private async ask(click: Click): Promise<void> {
    const { api, desk, show } = this.deps;
    const { channel, shown, decision } = click;
    const record = await desk().find(shown.decisionId);
    const obstacle = this.obstacle(record, shown.revision);
    if (record && !obstacle) {
      const asked = { ...shown, decision, channel };
      await api.openDialog(click.triggerId, reasonDialog(record, asked));
      return;
    }
    await this.tell(click, obstacle);
    try {
      await show(shown.decisionId);
    } catch (error) {
      this.log('The message in Slack is still an old one', error);
    }
  }

  /** Why the decision cannot be answered as it was shown; empty when it can. */
  private obstacle(record: DecisionRecord | null, revision: number): string {
    if (!record) return 'The portal does not know this decision any more.';
    if (record.state !== 'awaitingApproval') {
      return `Nothing waits for an answer any more: ${record.stateReason}`;
    }
    return record.revision === revision
      ? ''
      : 'The decision changed since this message was written. The message is being brought up to date; look at it again.';
  }

  private async answer(given: DialogAnswer): Promise<SlackAnswer> {
    const { asked, user } = given;
    const request = approvalRequest.safeParse({
      decision: asked.decision,
      revision: asked.revision,
      reason: oneLine(given.reason),
    });
    if (!request.success) {
      return errors('Write a reason of at most 2000 characters.');
    }
    const work = this.deps.audit(given, () =>
      this.settleAnswer(given, request.data),
    );
    const patience = new AbortController();
    const inTime = await Promise.race([
      work,
      sleep(this.deps.patienceMs ?? PATIENCE_MS, null, patience),
    ]).finally(() => patience.abort());
    if (inTime?.ending === 'refused') return errors(inTime.words);
    const to = { channel: asked.channel, user };
    this.behind(work.then(({ words }) => this.tell(to, words)));
    return { response_action: 'clear' };
  }

  /** Never throws: whatever happens is told to the person. */
  private async settleAnswer(
    { asked, user }: DialogAnswer,
    request: Parameters<ApprovalDesk['answer']>[1],
  ): Promise<Settled> {
    const { people, desk, logger } = this.deps;
    try {
      const person = await people.find(user);
      if (person.kind === 'unknown') {
        return { ending: 'unknownPerson', words: person.words };
      }
      const record = await desk().answer(asked.decisionId, request, {
        userRef: person.userRef,
        via: 'Slack',
      });
      const said = request.decision === 'approve' ? 'approval' : 'rejection';
      return {
        ending: 'counted',
        words: `Your ${said} is recorded. ${record.stateReason}`,
      };
    } catch (error) {
      if (error instanceof Error && TOLD.has(error.name)) {
        return { ending: 'refused', words: error.message };
      }
      logger.error(
        `An answer from Slack to decision ${asked.decisionId} failed: ${
          error instanceof Error ? error.stack : error
        }`,
      );
      return {
        ending: 'refused',
        words:
          'The portal could not take your answer, because of a fault of its own or of Slack. Look at the decision in the portal, and answer there or try again.',
      };
    }
  }

  private async tell(to: Told, words: string): Promise<void> {
    const { channel, user } = to;
    await this.deps.api.tell({ channel, user, text: quote(words, 2000) });
  }

  private log(what: string, error: unknown): void {
    this.deps.logger.warn(
      `${what}: ${error instanceof Error ? error.message : error}`,
    );
  }

  /** Lets work go on behind the answer to Slack. */
  private behind(work: Promise<void>): void {
    const done: Promise<void> = work
      .catch(error => this.log('Somebody could not be told in Slack', error))
      .finally(() => this.running.delete(done));
    this.running.add(done);
  }
}
