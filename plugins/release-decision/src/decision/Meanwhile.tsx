import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { WithPeople, roleWords } from '@adaptive-delivery/plugin-release-react';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Typography from '@mui/material/Typography';
import { answersSince } from '../domain/approvals';
import { Answer } from './ApprovalList';

/** What was answered since the reader opened the dialog, and what that leaves. */
export function Meanwhile(props: {
  before: DecisionRecord;
  now: DecisionRecord;
  answer: 'approve' | 'reject';
}) {
  const { before, now, answer } = props;
  const answers = answersSince(before, now);
  const isOver = !now.may[answer];
  if (answers.length === 0 && !isOver) return null;
  return (
    <Alert severity="info" sx={{ mb: 2 }}>
      <AlertTitle>
        {answers.length > 0
          ? 'It was answered meanwhile'
          : 'It has changed since you opened this'}
      </AlertTitle>
      {answers.map(given => (
        <Typography
          key={`${given.role} ${given.component ?? ''} ${given.at}`}
          variant="body2"
        >
          {given.decision === 'approve' ? 'Approved' : 'Rejected'} as{' '}
          {roleWords[given.role]} <Answer answer={given} />
        </Typography>
      ))}
      <Typography variant="body2">
        {isOver ? (
          <>
            Your answer is not needed any more.{' '}
            <WithPeople text={now.stateReason} />
          </>
        ) : (
          'Yours is still asked for; look at it again before you give it.'
        )}
      </Typography>
    </Alert>
  );
}
