import {
  DecisionFactor,
  DecisionRecord,
  DecisionState,
} from '@adaptive-delivery/plugin-release-common';
import { DEFAULT_NAMESPACE, parseEntityRef } from '@backstage/catalog-model';

/** How channels name the state of a decision. */
export const headlines: Record<DecisionState, string> = {
  decided: '👁️ Logged only',
  blocked: '⛔ Blocked',
  awaitingApproval: '🟡 Approval needed',
  queued: '✅ Approved',
  releasing: '🚀 Going out',
  promoted: '✅ Released',
  rolledBack: '⏪ Rolled back',
  rejected: '⛔ Rejected',
  expired: '⌛ Expired',
  frozen: '🧊 Stopped where it is',
  superseded: '⏭️ Superseded',
};

/** `sam`, or `other/sam` outside of the default namespace. */
export function shortName(ref: string): string {
  const { namespace, name } = parseEntityRef(ref);
  return namespace === DEFAULT_NAMESPACE ? name : `${namespace}/${name}`;
}

/** `payments-service 2.14.0 to production` */
export function releaseName(record: DecisionRecord): string {
  return `${shortName(record.entityRef)} ${record.version} to ${
    record.environment
  }`;
}

/** The factors that count, what weighs most first. */
export function factorsByWeight(record: DecisionRecord): DecisionFactor[] {
  return record.decision.factors
    .filter(({ contribution }) => contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}
