import {
  DecisionRecord,
  approvalEffect,
} from '@adaptive-delivery/plugin-release-common';
import {
  ReasonDialog,
  announceChange,
  describeError,
  formatScore,
  releaseDecisionApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { answersSince, mayWords } from '../domain/approvals';
import { ApprovalList } from './ApprovalList';
import { AuthorsLine } from './AuthorsLine';
import { Meanwhile } from './Meanwhile';

function Sentences(props: { title: string; lines: string[] }) {
  if (props.lines.length === 0) return null;
  return (
    <>
      <Typography variant="subtitle2" component="h3" sx={{ mt: 1.5 }}>
        {props.title}
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 3, fontSize: '0.875rem' }}>
        {props.lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </Box>
    </>
  );
}

/** What comes of the answer. */
function Effect(props: { record: DecisionRecord; approves: boolean }) {
  const { will, willNot } = approvalEffect(props.record);
  if (props.approves) {
    return (
      <>
        <Sentences title="If you approve" lines={will} />
        <Sentences title="What will not happen" lines={willNot} />
      </>
    );
  }
  return (
    <Sentences
      title="If you reject"
      lines={[
        'This build is not released into this environment; a new build is needed.',
        'What runs now stays as it is.',
      ]}
    />
  );
}

export type ApprovalDialogProps = {
  /** As it was when the dialog was opened. */
  record: DecisionRecord;
  answer: 'approve' | 'reject';
  onClose: () => void;
};

/**
 * Approves or rejects a decision, after saying what comes of it. The decision
 * stays live: whoever is slower reads what was answered meanwhile.
 */
export function ApprovalDialog(props: ApprovalDialogProps) {
  const { record: opened, answer, onClose } = props;
  const api = useApi(releaseDecisionApiRef);
  const live = useLive(
    signal => api.getDecision(opened.id, { signal }),
    [opened.id],
    { entityRef: opened.entityRef },
  );
  const record = live.value ?? opened;
  const approves = answer === 'approve';

  const send = async (reason: string) => {
    const { id, revision } = record;
    try {
      await api.giveApproval(id, { decision: answer, reason, revision });
    } catch (error) {
      if (describeError(error).kind !== 'conflict') throw error;
      const now = await api.getDecision(id);
      announceChange(opened.entityRef);
      if (answersSince(opened, now).length === 0) throw error;
      await live.refresh();
      return 'stay' as const;
    }
    announceChange(opened.entityRef);
    return undefined;
  };

  return (
    <ReasonDialog
      open
      title={`${approves ? 'Approve' : 'Reject'} ${record.version} for ${
        record.environment
      }?`}
      confirmLabel={approves ? 'Approve' : 'Reject'}
      tone={approves ? 'normal' : 'danger'}
      isOver={!record.may[answer]}
      onClose={onClose}
      onConfirm={send}
    >
      <Meanwhile before={opened} now={record} answer={answer} />
      <Typography variant="body2">
        Risk {formatScore(record.riskScore)} ({record.band}). {mayWords(record)}
      </Typography>
      {record.may[answer] ? (
        <Effect record={record} approves={approves} />
      ) : null}
      <Typography variant="subtitle2" component="h3" sx={{ mt: 1.5 }}>
        Who must approve
      </Typography>
      <ApprovalList record={record} />
      <AuthorsLine record={record} />
    </ReasonDialog>
  );
}
