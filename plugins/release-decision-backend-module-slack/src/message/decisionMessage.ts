import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  headlines,
  oneLine,
  releaseName,
} from '@adaptive-delivery/plugin-release-node';
import type { Button, KnownBlock } from '@slack/types';
import { buttonValue } from './buttons';
import {
  approvalLines,
  effectLines,
  factorLines,
  freezeLines,
  gateLines,
  missingLines,
  partLines,
} from './decisionWords';
import {
  LIMITS,
  joinLines,
  link,
  localTime,
  mrkdwn,
  plain,
  quote,
} from './mrkdwn';

export type SlackMessage = {
  /** For notifications and screen readers. */
  text: string;
  blocks: KnownBlock[];
};

const section = (lines: readonly string[]): KnownBlock => ({
  type: 'section',
  text: mrkdwn(joinLines(lines, LIMITS.list)),
});

/** Nothing when there are no lines to stand under the title. */
const titled = (title: string, lines: readonly string[]): KnownBlock[] =>
  lines.length > 0 ? [section([`*${title}*`, ...lines])] : [];

function button(
  record: DecisionRecord,
  decision: 'approve' | 'reject',
): Button {
  const isApproval = decision === 'approve';
  return {
    type: 'button',
    action_id: `release-${decision}`,
    style: isApproval ? 'primary' : 'danger',
    text: plain(isApproval ? 'Approve…' : 'Reject…', LIMITS.button),
    accessibility_label: plain(
      `${isApproval ? 'Approve' : 'Reject'} ${releaseName(record)}`,
      LIMITS.button,
    ).text,
    value: buttonValue({ decisionId: record.id, revision: record.revision }),
  };
}

function summary(record: DecisionRecord, url: string): KnownBlock {
  const { riskScore, enforcement } = record.decision;
  return section([
    `*Risk ${riskScore} of 100, ${record.band}* · ${enforcement} · ${link(
      url,
      'open in the portal',
    )}`,
    quote(record.stateReason, 1000),
  ]);
}

function provenance(record: DecisionRecord): KnownBlock {
  const { candidate, policy } = record.decision;
  const commit = `\`${record.commit.slice(0, 8)}\` ${quote(
    candidate.commitMessage ?? '',
    200,
  )}`;
  return {
    type: 'context',
    elements: [
      mrkdwn(commit.trim()),
      mrkdwn(`build ${quote(record.buildId, 120)}`),
      mrkdwn(`policy ${quote(policy.name, 100)} ${quote(policy.version, 100)}`),
    ],
  };
}

/** What a person needs to answer: why, what is missing, what comes of it. */
function question(record: DecisionRecord): KnownBlock[] {
  const { expiresAt } = record.decision.approvals;
  return [
    ...titled('What approving does', effectLines(record)),
    ...(expiresAt
      ? [section([`Can be answered until ${localTime(expiresAt)}.`])]
      : []),
    {
      type: 'actions',
      block_id: 'release-answer',
      elements: [button(record, 'approve'), button(record, 'reject')],
    },
  ];
}

/**
 * The decision as it is now: with the two buttons while it waits for approval,
 * without them as soon as nothing waits.
 *
 * @param url - address of the decision's page in the portal.
 */
export function decisionMessage(
  record: DecisionRecord,
  url: string,
): SlackMessage {
  const title = `${headlines[record.state]}: ${releaseName(record)}`;
  const waits = record.state === 'awaitingApproval';
  return {
    text: quote(`${title}. ${oneLine(record.stateReason)}`, 1000),
    blocks: [
      { type: 'header', text: plain(title, LIMITS.header) },
      summary(record, url),
      ...titled('Builds', partLines(record)),
      ...titled('Why this score', factorLines(record)),
      ...titled('Missing evidence', missingLines(record)),
      ...titled('Blocked by', gateLines(record)),
      ...titled('Freeze window', freezeLines(record)),
      ...titled('Approvals', approvalLines(record)),
      ...(waits ? question(record) : []),
      provenance(record),
    ],
  };
}

/** Told in the thread, because it needs attention; null for other states. */
export function endingMessage(
  record: DecisionRecord,
  url: string,
): SlackMessage | null {
  if (record.state !== 'rolledBack' && record.state !== 'frozen') return null;
  const title = `${headlines[record.state]}: ${releaseName(record)}`;
  return {
    text: quote(`${title}. ${oneLine(record.stateReason)}`, 1000),
    blocks: [
      section([
        `*${quote(title)}*`,
        quote(record.stateReason, 1000),
        link(url, 'Evidence and next steps in the portal'),
      ]),
    ],
  };
}
