import {
  DecisionRecord,
  GivenApproval,
} from '@adaptive-delivery/plugin-release-common';
import {
  Person,
  RelativeTime,
  WithPeople,
  roleWords,
} from '@adaptive-delivery/plugin-release-react';
import { parseEntityRef } from '@backstage/catalog-model';
import Block from '@mui/icons-material/Block';
import Cancel from '@mui/icons-material/Cancel';
import Check from '@mui/icons-material/Check';
import CheckCircle from '@mui/icons-material/CheckCircle';
import HourglassEmpty from '@mui/icons-material/HourglassEmpty';
import RemoveCircleOutline from '@mui/icons-material/RemoveCircleOutline';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ApprovalLine, approvalLines, channelWords } from '../domain/approvals';

const faces = {
  approve: { Icon: CheckCircle, color: 'success.main', word: 'approved' },
  reject: { Icon: Cancel, color: 'error.main', word: 'rejected' },
  waiting: { Icon: HourglassEmpty, color: 'warning.main', word: 'waiting' },
  unanswered: {
    Icon: RemoveCircleOutline,
    color: 'text.secondary',
    word: 'not given',
  },
};

/** Who answered, where and when, with the reason. */
export function Answer({ answer }: { answer: GivenApproval }) {
  const channel = channelWords(answer);
  return (
    <>
      by <Person entityRef={answer.by} /> {channel ? `${channel}, ` : ''}
      <RelativeTime at={answer.at} />: “{answer.reason}”
    </>
  );
}

function Mine({ mine }: { mine: NonNullable<ApprovalLine['mine']> }) {
  const Icon = mine.may ? Check : Block;
  return (
    <Typography
      variant="body2"
      color="text.secondary"
      sx={{ display: 'flex', gap: 0.5 }}
    >
      <Icon aria-hidden sx={{ fontSize: '1rem', mt: '2px' }} />
      <span>
        <WithPeople text={mine.why} />
      </span>
    </Typography>
  );
}

function Line({ line }: { line: ApprovalLine }) {
  const { answer, mine } = line;
  const open = line.isOpen ? 'waiting' : 'unanswered';
  const { Icon, color, word } = faces[answer?.decision ?? open];
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1, mb: 0.5 }}>
      <Icon aria-hidden sx={{ fontSize: '1.25rem', color }} />
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2">
          <strong>
            {roleWords[line.role]}
            {line.component ? ` of ${parseEntityRef(line.component).name}` : ''}
          </strong>
          : {word}
          {answer ? (
            <>
              {' '}
              <Answer answer={answer} />
            </>
          ) : (
            <>. {line.why}</>
          )}
        </Typography>
        {!answer && mine ? <Mine mine={mine} /> : null}
      </Box>
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
