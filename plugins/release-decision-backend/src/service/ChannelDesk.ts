import {
  ApprovalRequest,
  DecisionRecord,
  GateAnswer,
  approvalRequest,
  parseWith,
  releaseDecisionApprovePermission,
  releaseDecisionOverridePermission,
  releaseDecisionRejectPermission,
} from '@adaptive-delivery/plugin-release-common';
import {
  ApprovalDesk,
  CatalogPeople,
  ChannelPerson,
  DecisionRuleset,
  RoleSettings,
  explainRefusal,
  permitDecision,
} from '@adaptive-delivery/plugin-release-node';
import { AuditorService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { DecisionStore, StoredDecision } from '../database';
import { Caller, Person, Withheld, callerMay } from '../domain';
import { AnswerService } from './AnswerService';
import { notCovered, notGiven } from './DecisionAccess';
import { GateDesk } from './GateDesk';
import { audited } from './audited';

const MAX_PER_COMMIT = 20;

const permissionNames = {
  approve: releaseDecisionApprovePermission.name,
  reject: releaseDecisionRejectPermission.name,
  override: releaseDecisionOverridePermission.name,
} as const;

/** How a channel looks at decisions: as a service, which answers nothing itself. */
const channelCaller: Caller = { kind: 'service', subject: 'channel' };

/**
 * What channels outside the portal may do. Nobody can act there with a
 * person's credentials, so what a person may is read from the same roles that
 * the permission policy goes by, and whoever the catalog does not know may
 * nothing.
 */
export class ChannelDesk implements ApprovalDesk {
  constructor(
    private readonly deps: {
      store: DecisionStore;
      answers: AnswerService;
      people: CatalogPeople;
      gate: GateDesk;
      roles: RoleSettings;
      ruleset: DecisionRuleset;
      auditor: AuditorService;
      addressOf: (
        decision: Pick<DecisionRecord, 'entityRef' | 'decision'>,
      ) => string;
    },
  ) {}

  async find(decisionId: string): Promise<DecisionRecord | null> {
    const stored = await this.deps.store.find(decisionId);
    return stored && this.toRecord(stored);
  }

  async findByCommit(
    query: Parameters<ApprovalDesk['findByCommit']>[0],
  ): Promise<DecisionRecord[]> {
    const found = await this.deps.store.findByCommit(query, MAX_PER_COMMIT);
    return found.map(stored => this.toRecord(stored));
  }

  async answer(
    decisionId: string,
    request: ApprovalRequest,
    { userRef, via }: ChannelPerson,
  ): Promise<DecisionRecord> {
    const checked = parseWith(approvalRequest, `answer from ${via}`, request);
    const { decision } = checked;
    return audited(
      this.deps.auditor,
      null,
      {
        eventId: 'decision-answer',
        meta: { id: decisionId, decision, via, person: userRef },
      },
      async () =>
        this.deps.answers.answer(
          decisionId,
          checked,
          await this.person(userRef, via),
          via.toLocaleLowerCase('en-US'),
        ),
    );
  }

  async gate(decisionId: string): Promise<GateAnswer> {
    return this.deps.gate.ask(decisionId, 0, AbortSignal.abort());
  }

  urlOf(decision: DecisionRecord): string {
    return this.deps.addressOf(decision);
  }

  private toRecord(stored: StoredDecision): DecisionRecord {
    return { ...stored, may: callerMay(stored, channelCaller, null) };
  }

  private async person(userRef: string, via: string): Promise<Person> {
    const known = await this.deps.people.find(userRef);
    if (!known) {
      throw new NotAllowedError(
        `${userRef} is not a person in the catalog, so an answer from ${via} cannot be taken for theirs`,
      );
    }
    const { ref, ownershipRefs } = known;
    return {
      kind: 'user',
      ref,
      ownershipRefs,
      withheld: this.withheldFrom(ref, ownershipRefs),
    };
  }

  private withheldFrom(userRef: string, ownershipRefs: string[]): Withheld {
    const { roles, ruleset } = this.deps;
    return (action, decision) => {
      const name = permissionNames[action];
      const permit = permitDecision(roles, name, { userRef, ownershipRefs });
      if (permit.kind === 'all') return null;
      if (permit.kind === 'none') return notGiven(name);
      const reasons = explainRefusal(permit.conditions, decision, ruleset);
      return reasons.length === 0 ? null : notCovered(name, reasons);
    };
  }
}
