import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  RelativeTime,
  roleWords,
} from '@adaptive-delivery/plugin-release-react';
import { parseEntityRef } from '@backstage/catalog-model';
import Cancel from '@mui/icons-material/Cancel';
import CheckCircle from '@mui/icons-material/CheckCircle';
import HourglassEmpty from '@mui/icons-material/HourglassEmpty';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ApprovalLine, approvalLines } from '../domain/approvals';

const faces = {
  approve: { Icon: CheckCircle, color: 'success.main', word: 'approved' },
  reject: { Icon: Cancel, color: 'error.main', word: 'rejected' },
  waiting: { Icon: HourglassEmpty, color: 'warning.main', word: 'waiting' },
};

function Line({ line }: { line: ApprovalLine }) {
  const { answer } = line;
  const { Icon, color, word } = faces[answer?.decision ?? 'waiting'];
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1, mb: 0.5 }}>
      <Icon aria-hidden sx={{ fontSize: '1.25rem', color }} />
      <Typography variant="body2">
        <strong>
          {roleWords[line.role]}
          {line.component ? ` of ${parseEntityRef(line.component).name}` : ''}
        </strong>
        : {word}
        {answer ? (
          <>
            {' '}
            by {answer.by}, <RelativeTime at={answer.at} />: “{answer.reason}”
          </>
        ) : (
          <>. {line.why}</>
        )}
      </Typography>
    </Box>
  );
}

/** Who has to approve, who has, and why each is asked. */
export function ApprovalList({ record }: { record: DecisionRecord }) {
  const lines = approvalLines(record);
  if (lines.length === 0) {
    return <Typography variant="body2">No approval is asked for.</Typography>;
  }
  return (
    <Box
      component="ul"
      aria-label="Approvals"
      sx={{ listStyle: 'none', m: 0, p: 0 }}
    >
      {lines.map(line => (
        <Line key={`${line.role} ${line.component ?? ''}`} line={line} />
      ))}
    </Box>
  );
}
