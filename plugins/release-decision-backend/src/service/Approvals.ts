import {
  ApprovalAnswer,
  ApprovalRole,
  ChangeAuthor,
  whoMayApprove,
} from '@adaptive-delivery/plugin-release-common';
import { CatalogPeople } from '@adaptive-delivery/plugin-release-node';
import { StoredDecision } from '../database';
import { Approvers, Person } from '../domain';
import { DecisionResources } from './DecisionResources';

/** Gathers what `whoMayApprove` has to know, and asks it. */
export class Approvals {
  constructor(
    private readonly deps: {
      resources: DecisionResources;
      people: CatalogPeople;
      approvers: Approvers;
    },
  ) {}

  /** @param said - what the person says with it; nothing while they only look */
  async ask(
    stored: StoredDecision,
    person: Person,
    said: { reason?: string; role?: ApprovalRole } = {},
  ): Promise<{ answer: ApprovalAnswer; authors: ChangeAuthor[] }> {
    const { resources, people, approvers } = this.deps;
    const { resource, authors, partOwners } = await resources.of(stored);
    const known = await people.find(person.ref);
    const answer = whoMayApprove({
      approvals: stored.decision.approvals,
      person: {
        ref: person.ref,
        ownershipRefs: await people.withParents(person.ownershipRefs),
        email: known?.email ?? null,
      },
      authors,
      componentOwner: resource.owner,
      partOwners,
      groups: approvers,
      withheld: {
        approve: person.withheld('approve', resource),
        reject: person.withheld('reject', resource),
      },
      ...said,
    });
    return { answer, authors };
  }
}
