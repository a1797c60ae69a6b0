import {
  DecisionRecord,
  DecisionState,
  formatScore,
  shorten,
} from '@adaptive-delivery/plugin-release-common';
import {
  headlines,
  oneLine,
  shortName,
} from '@adaptive-delivery/plugin-release-node';
import { CheckContent } from '../client';
import { summaryOf, textOf } from './decisionText';

const MAX_TITLE = 200;
const MAX_NAME = 200;

type Ending = Pick<CheckContent, 'status' | 'conclusion'>;

/** `completed` while it waits: `action_required` is what asks for a person. */
const endings: Record<DecisionState, Ending> = {
  decided: { status: 'completed', conclusion: 'neutral' },
  blocked: { status: 'completed', conclusion: 'failure' },
  awaitingApproval: { status: 'completed', conclusion: 'action_required' },
  queued: { status: 'queued' },
  releasing: { status: 'in_progress' },
  promoted: { status: 'completed', conclusion: 'success' },
  rolledBack: { status: 'completed', conclusion: 'failure' },
  rejected: { status: 'completed', conclusion: 'failure' },
  expired: { status: 'completed', conclusion: 'cancelled' },
  frozen: { status: 'completed', conclusion: 'action_required' },
  superseded: { status: 'completed', conclusion: 'cancelled' },
};

/** In shadow mode a check never stands in anybody's way. */
function endingOf({ enforcement, state }: DecisionRecord): Ending {
  return enforcement === 'shadow' ? endings.decided : endings[state];
}

const buttons: CheckContent['actions'] = [
  {
    label: 'Approve…',
    description: 'How to approve, with your reason',
    identifier: 'approve',
  },
  {
    label: 'Reject…',
    description: 'How to reject, with your reason',
    identifier: 'reject',
  },
];

/**
 * `Adaptive Delivery / production`, with the component where a commit has
 * several: of two check runs by the same name GitHub shows the later one only.
 */
export function checkName(
  record: DecisionRecord,
  hasSeveralComponents: boolean,
): string {
  const name = `Adaptive Delivery / ${record.environment}`;
  return shorten(
    hasSeveralComponents ? `${name} / ${shortName(record.entityRef)}` : name,
    MAX_NAME,
  );
}

/**
 * The decision as it is now, as a check run.
 *
 * @param url - address of the decision's page in the portal.
 */
export function checkContent(
  record: DecisionRecord,
  url: string,
  name: string,
): CheckContent {
  const ending = endingOf(record);
  const title = `${headlines[record.state]}: risk ${formatScore(
    record.riskScore,
  )} of 100, ${record.band}, for ${oneLine(record.version)}`;
  return {
    name,
    external_id: record.id,
    details_url: url,
    ...ending,
    started_at: record.createdAt,
    ...(ending.status === 'completed' && { completed_at: record.updatedAt }),
    output: {
      title: shorten(title, MAX_TITLE),
      summary: summaryOf(record, url),
      text: textOf(record),
    },
    actions: record.state === 'awaitingApproval' ? buttons : [],
  };
}
