import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { ApprovalList } from './ApprovalList';
import { DecisionHeadline } from './DecisionHeadline';
import { FreezeReason } from './FreezeReason';
import { OverrideDialog } from './OverrideDialog';

/** A decision that a freeze window holds back: why, until when, and the way out. */
export function HeldCard({ record }: { record: DecisionRecord }) {
  const [isAsked, setIsAsked] = useState(false);
  const { may } = record;
  return (
    <Box
      component="article"
      aria-label={`${record.version} waits for the end of a freeze`}
    >
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
          {record.decision.approvals.given.length > 0 ? (
            <ApprovalList record={record} />
          ) : null}
          <FreezeReason record={record} />
          <Typography variant="body2" color="text.secondary">
            {may.why}
          </Typography>
        </Box>
        {may.override ? (
          <Button
            variant="outlined"
            color="error"
            onClick={() => setIsAsked(true)}
          >
            Release now…
          </Button>
        ) : null}
      </Box>
      {isAsked ? (
        <OverrideDialog record={record} onClose={() => setIsAsked(false)} />
      ) : null}
    </Box>
  );
}
