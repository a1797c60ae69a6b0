import { DecisionSummary } from '@adaptive-delivery/plugin-release-common';
import {
  RiskChip,
  strategyWords,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';

/** `2.14.0 a1b2c3d "retry on 503" · risk 63 high · canary`. */
export function DecisionHeadline(props: { decision: DecisionSummary }) {
  const { version, commit, commitMessage, riskScore, band, strategy } =
    props.decision;
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1.5,
        rowGap: 0.5,
      }}
    >
      <Typography component="span" variant="subtitle1" sx={{ fontWeight: 700 }}>
        {version}
      </Typography>
      <Typography component="span" variant="body2" color="text.secondary">
        <code title={commit}>{commit.slice(0, 7)}</code>
        {commitMessage ? ` “${commitMessage}”` : null}
      </Typography>
      <RiskChip score={riskScore} band={band} />
      <Typography component="span" variant="body2">
        {strategyWords[strategy]}
      </Typography>
    </Box>
  );
}
