import {
  ApprovalRequest,
  DecisionRecord,
  GateAnswer,
} from '@adaptive-delivery/plugin-release-common';
import { createExtensionPoint } from '@backstage/backend-plugin-api';

/** A decision was made or moved. */
export type DecisionNotice = {
  /** Stable: `<decisionId>:<revision>`; a channel tells of a key once. */
  key: string;
  decisionId: string;
  /** Revision the notice tells of; the desk may know a newer one by now. */
  revision: number;
};

/** Somebody outside the portal, mapped to a person of the catalog. */
export type ChannelPerson = {
  /** `user:<namespace>/<name>` */
  userRef: string;
  /**
   * How the person answered, for the record: `Slack`, `GitHub`. Letters, digits
   * and -, at most 40; kept in lower case.
   */
  via: string;
};

/**
 * What a channel may do with decisions. Who may approve is settled behind it,
 * by the same function as for the portal.
 */
export interface ApprovalDesk {
  /** The decision as it is now; null when there is none. */
  find(decisionId: string): Promise<DecisionRecord | null>;
  /** The decisions about a commit in an environment, newest first, at most 20. */
  findByCommit(query: {
    repoUrl: string;
    commit: string;
    environment?: string;
  }): Promise<DecisionRecord[]>;
  /**
   * A person approves or rejects. The roles of `adaptiveDelivery.roles` count,
   * and the groups that the catalog has for the person, with those above them.
   *
   * @throws NotAllowedError saying why the person cannot, also for somebody the
   * catalog does not know; ConflictError when somebody was faster, naming them
   * and what they said, or when the decision does not wait or may not go out
   * any more; NotFoundError when there is no such decision; ContractError (an
   * InputError) for a request that is not one, such as without a reason.
   */
  answer(
    decisionId: string,
    request: ApprovalRequest,
    person: ChannelPerson,
  ): Promise<DecisionRecord>;
  /**
   * What a pipeline that asks about the decision is told now.
   *
   * @throws NotFoundError
   */
  gate(decisionId: string): Promise<GateAnswer>;
  /** Address of the decision's page in the portal. */
  urlOf(decision: DecisionRecord): string;
}

/** A place outside the portal where decisions are shown and answered. */
export interface DecisionChannel {
  /** Lower-case letters, digits and -; stable, as waiting notices go by it. */
  readonly name: string;
  /** Called once, before the first notice. */
  open(desk: ApprovalDesk): void;
  /**
   * Shows the decision as it is now. Called from an outbox, at least once per
   * key and in order per decision, until it returns; different decisions may
   * overtake each other. A call that takes longer than 50 s counts as failed.
   * Other channels and the other backends do not wait for it.
   *
   * @throws Error when it could not be delivered; it is tried again later.
   */
  deliver(notice: DecisionNotice): Promise<void>;
}

export interface DecisionChannelExtensionPoint {
  addChannel(channel: DecisionChannel): void;
}

/** Further places where decisions are shown and answered, beside the portal. */
export const decisionChannelExtensionPoint =
  createExtensionPoint<DecisionChannelExtensionPoint>({
    id: 'release-decision.channel',
  });
