import { DecisionAnswer } from '../http/answers';
import { safeText } from './safeText';

/** Nothing follows by itself in states that are not here. */
const nextByState: Partial<Record<DecisionAnswer['state'], string>> = {
  decided:
    'Shadow mode: the decision is kept, and the portal will not act on it. The pipeline may go on.',
  blocked: 'A gate blocks this release; nothing happens until it is lifted.',
  awaitingApproval: 'The release waits for people to approve it in the portal.',
  queued: 'The portal rolls it out by itself as soon as the target is free.',
  releasing: 'The portal is rolling it out now.',
};

function signed(points: number) {
  const rounded = Math.round(points * 10) / 10;
  return `${rounded < 0 ? '-' : '+'}${Math.abs(rounded)}`.padStart(6);
}

function block(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

/** The page of the entity where the decision is shown. */
export function decisionUrl(portal: URL, entityRef: string): string {
  const [kind, namespace, name] = entityRef.split(/[:/]/);
  const address = portal.href.replace(/\/+$/, '');
  return `${address}/catalog/${[namespace, kind, name]
    .map(part => encodeURIComponent(part ?? ''))
    .join('/')}/releases`;
}

/** A decision in words: what, why, what is missing, what happens next, where to read on. */
export function describeDecision(
  record: DecisionAnswer,
  options: { portal: URL; isNew: boolean },
): string {
  const { decision } = record;
  const parts = decision.candidate?.parts ?? [];
  const what = parts.length > 0 ? 'bundle' : 'build';
  const factors = decision.factors
    .filter(factor => factor.contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return [
    `${record.entityRef} ${record.version} for ${record.environment}: risk ${record.riskScore} of 100 (${record.band}), strategy ${record.strategy}, ${record.enforcement}`,
    ...(options.isNew
      ? []
      : [`This ${what} was submitted before; the decision stands.`]),
    ...block(
      'Released as one:',
      parts.map(({ component, version }) => `        ${component} ${version}`),
    ),
    ...block(
      'Why:',
      factors.map(
        ({ contribution, words }) => `${signed(contribution)}  ${words}`,
      ),
    ),
    ...block(
      'Missing evidence:',
      [...new Set(decision.missingEvidence.map(({ words }) => words))].map(
        words => `        ${words}`,
      ),
    ),
    ...block(
      'Blocked:',
      decision.blockedBy.map(
        item => `        ${item.words} Lifted by: ${item.liftedBy}`,
      ),
    ),
    ...block(
      'Needs approval:',
      decision.approvals.required.map(
        ({ role, component, why }) =>
          `        ${role}${component ? ` of ${component}` : ''}: ${why}`,
      ),
    ),
    '',
    `Now: ${record.state}. ${record.stateReason}`,
    ...(nextByState[record.state]
      ? [`Next: ${nextByState[record.state]}`]
      : []),
    `Read on: ${decisionUrl(
      options.portal,
      parts[0]?.component ?? record.entityRef,
    )}`,
    `Decision: ${record.id}`,
  ]
    .map(safeText)
    .join('\n');
}
