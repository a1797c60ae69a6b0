import {
  DecisionRecord,
  approvalEffect,
} from '@adaptive-delivery/plugin-release-common';
import {
  ReasonDialog,
  announceChange,
  formatScore,
  releaseDecisionApiRef,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ApprovalList } from './ApprovalList';

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

/** Approves or rejects a decision, after saying what comes of it. */
export function ApprovalDialog(props: {
  record: DecisionRecord;
  answer: 'approve' | 'reject';
  onClose: () => void;
}) {
  const { record, answer, onClose } = props;
  const api = useApi(releaseDecisionApiRef);
  const { will, willNot } = approvalEffect(record);
  const approves = answer === 'approve';
  return (
    <ReasonDialog
      open
      title={`${approves ? 'Approve' : 'Reject'} ${record.version} for ${
        record.environment
      }?`}
      confirmLabel={approves ? 'Approve' : 'Reject'}
      tone={approves ? 'normal' : 'danger'}
      onClose={onClose}
      onConfirm={async reason => {
        await api.giveApproval(record.id, {
          decision: answer,
          reason,
          revision: record.revision,
        });
        announceChange(record.entityRef);
      }}
    >
      <Typography variant="body2">
        Risk {formatScore(record.riskScore)} ({record.band}). {record.may.why}
      </Typography>
      {approves ? (
        <>
          <Sentences title="If you approve" lines={will} />
          <Sentences title="What will not happen" lines={willNot} />
        </>
      ) : (
        <Sentences
          title="If you reject"
          lines={[
            'This build is not released into this environment; a new build is needed.',
            'What runs now stays as it is.',
          ]}
        />
      )}
      <Typography variant="subtitle2" component="h3" sx={{ mt: 1.5 }}>
        Who must approve
      </Typography>
      <ApprovalList record={record} />
    </ReasonDialog>
  );
}
