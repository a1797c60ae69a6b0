import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { releaseName } from '@adaptive-delivery/plugin-release-node';
import type { ModalView } from '@slack/types';
import { Asked, dialogMetadata } from './buttons';
import { effectLines } from './decisionWords';
import { LIMITS, joinLines, mrkdwn, plain, quote } from './mrkdwn';

export const DIALOG = 'release-answer';
export const REASON = 'reason';
export const MAX_REASON = 2000;

/** Asks for the mandatory reason and says once more what the answer does. */
export function reasonDialog(record: DecisionRecord, asked: Asked): ModalView {
  const isApproval = asked.decision === 'approve';
  const effect = isApproval
    ? effectLines(record)
    : ['• It will not be released; a new build has to be submitted.'];
  return {
    type: 'modal',
    callback_id: DIALOG,
    private_metadata: dialogMetadata(asked),
    title: plain(
      isApproval ? 'Approve release' : 'Reject release',
      LIMITS.modalTitle,
    ),
    submit: plain(isApproval ? 'Approve' : 'Reject', LIMITS.modalTitle),
    close: plain('Cancel', LIMITS.modalTitle),
    blocks: [
      {
        type: 'section',
        text: mrkdwn(
          joinLines([
            `*${quote(releaseName(record))}*, risk ${
              record.decision.riskScore
            } of 100, ${record.band}`,
            ...effect,
          ]),
        ),
      },
      {
        type: 'input',
        block_id: REASON,
        label: plain('Reason', LIMITS.button),
        hint: plain(
          'Kept with the decision, where everybody can read it.',
          LIMITS.header,
        ),
        element: {
          type: 'plain_text_input',
          action_id: REASON,
          multiline: true,
          min_length: 1,
          max_length: MAX_REASON,
        },
      },
    ],
  };
}
