import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { Push } from './pushRelease';

function stepsInWords(record: DecisionRecord): string {
  const steps = record.decision.plan[0]?.steps ?? [];
  return steps.map(step => `${step.exposure.percent} %`).join(' → ');
}

function whatToWatch(record: DecisionRecord, push: Push): string {
  if (record.releaseAfter) {
    return 'It waits for the end of the freeze; who may override it can release it there before.';
  }
  switch (record.state) {
    case 'awaitingApproval':
      return `It waits for approval by ${record.requiredRoles.join(
        ' and ',
      )}; approve or reject it there.`;
    case 'decided':
      return 'The policy only watches this component (shadow); nothing will be released.';
    default:
      break;
  }
  const steps = stepsInWords(record);
  return push.kind === 'bad'
    ? `Watch Canary Progress: it starts with ${
        steps.split(' ')[0]
      } %, a verdict says rollback, ` +
        'and its digest is quarantined; Rollback Incidents tells the rest.'
    : `Watch Canary Progress: ${steps}, then promoted.`;
}

/** What is said of an accepted release, line by line. */
export function tellDecision(
  record: DecisionRecord,
  push: Push,
  portalUrl: string,
): string[] {
  return [
    `${push.component.name} ${record.version} (${record.buildId}) was accepted: ` +
      `risk ${record.riskScore} ${record.band}, ${record.strategy}, ${record.enforcement}.`,
    record.stateReason,
    whatToWatch(record, push),
    `${portalUrl}/catalog/default/component/${push.component.name}/releases`,
  ];
}
