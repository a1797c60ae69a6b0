import {
  DecisionRecord,
  approvalEffect,
} from '@adaptive-delivery/plugin-release-common';
import {
  RelativeTime,
  WithPeople,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { mayWords } from '../domain/approvals';
import { useAsk } from './AnswerDialogs';
import { ApprovalList } from './ApprovalList';
import { AuthorsLine } from './AuthorsLine';
import { DecisionHeadline } from './DecisionHeadline';
import { FreezeEnd } from './FreezeEnd';

/** A decision that waits: who has to approve, what then, and the two answers. */
export function WaitingCard(props: {
  record: DecisionRecord;
  /** Before the headline, such as the name of the component. */
  lead?: ReactNode;
}) {
  const { record } = props;
  const ask = useAsk();
  const { freeze, approvals } = record.decision;
  const { expiresAt } = approvals;
  const { may } = record;
  return (
    <Box
      component="article"
      aria-label={`${record.version} waits for approval`}
    >
      {props.lead}
      <DecisionHeadline decision={record} />
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'flex-end',
          justifyContent: 'space-between',
          gap: 2,
          mt: 1,
        }}
      >
        <Box sx={{ flex: '1 1 24rem', minWidth: 0 }}>
          <ApprovalList record={record} />
          <AuthorsLine record={record} />
          <Typography variant="body2">
            If approved: {approvalEffect(record).will[0]}
          </Typography>
          {freeze && Date.parse(freeze.until) > Date.now() ? (
            <FreezeEnd
              at={freeze.until}
              freeze={freeze}
              lead={`The freeze window ${freeze.window} holds it back then; it ends`}
            />
          ) : null}
          <Typography variant="body2" color="text.secondary">
            <WithPeople text={mayWords(record) ?? ''} />
            {expiresAt ? (
              <>
                {' '}
                Expires <RelativeTime at={expiresAt} />.
              </>
            ) : null}
          </Typography>
        </Box>
        <Box sx={{ display: 'flex', gap: 1 }}>
          {may.reject ? (
            <Button
              variant="outlined"
              color="error"
              onClick={() => ask({ record, answer: 'reject' })}
            >
              Reject…
            </Button>
          ) : null}
          {may.approve ? (
            <Button
              variant="contained"
              onClick={() => ask({ record, answer: 'approve' })}
            >
              Approve…
            </Button>
          ) : null}
        </Box>
      </Box>
    </Box>
  );
}
