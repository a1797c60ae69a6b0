import { Verdict } from '@adaptive-delivery/plugin-release-common';
import {
  CauseIcon,
  EmptyState,
  Panel,
  VerdictChip,
  causeWords,
  formatNumber,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { metricPanels } from '../domain/metrics';
import { MetricCard } from './MetricCard';

/** What one look saw: its verdict in words, then metric by metric. */
export function VerdictMetrics(props: {
  verdict: Verdict;
  /** The samples come from a simulated target. */
  simulated: boolean;
  /** Without it, which look it was. */
  title?: string;
}) {
  const { verdict, simulated } = props;
  const panels = metricPanels(verdict);
  return (
    <Panel
      title={
        props.title ?? `Step ${verdict.step + 1}, look ${verdict.look + 1}`
      }
      action={
        <Typography variant="body2" color="text.secondary">
          {simulated ? 'Simulated samples: ' : 'Samples: '}
          {verdict.samples.candidate === null
            ? 'unknown'
            : formatNumber(verdict.samples.candidate)}{' '}
          of the {formatNumber(verdict.samples.required)} asked for
        </Typography>
      }
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 1 }}>
        <VerdictChip verdict={verdict.verdict} cause={verdict.cause} />
        <CauseIcon cause={verdict.cause} showLabel />
      </Box>
      <Typography variant="body1" sx={{ mb: 2 }}>
        {verdict.words}
      </Typography>
      {panels.length === 0 ? (
        <EmptyState title="This look has no metrics">
          {causeWords[verdict.cause].sentence}
        </EmptyState>
      ) : (
        <Box
          sx={{
            display: 'grid',
            gap: 2,
            gridTemplateColumns: {
              xs: '1fr',
              md: 'repeat(auto-fill, minmax(380px, 1fr))',
            },
          }}
        >
          {panels.map(panel => (
            <MetricCard key={panel.metric.name} panel={panel} />
          ))}
        </Box>
      )}
    </Panel>
  );
}
