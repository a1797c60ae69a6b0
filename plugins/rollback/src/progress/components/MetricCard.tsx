import {
  CauseIcon,
  formatDelta,
  formatEffect,
  formatInterval,
  formatMetric,
  formatNumber,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { ChartFrame, LazyMetricChart } from '../../charts';
import { MetricPanel } from '../domain/metrics';
import { MetricDetails } from './MetricDetails';
import { MetricLegend } from './MetricLegend';
import { MetricTable } from './MetricTable';

const importance: Record<MetricPanel['metric']['criticality'], string> = {
  critical: 'rolls back when worse',
  major: 'slows when worse',
  info: 'only informs',
};

/** One metric of one look: its finding, both arms, and how sure it is. */
export function MetricCard({ panel }: { panel: MetricPanel }) {
  const { metric } = panel;
  return (
    <Paper
      component="article"
      variant="outlined"
      aria-label={metric.title}
      sx={{ p: 1.5, minWidth: 0 }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1.5,
        }}
      >
        <Typography variant="subtitle1" component="h3" sx={{ fontWeight: 600 }}>
          {metric.title}
        </Typography>
        <CauseIcon cause={metric.finding} showLabel />
        <Typography
          variant="caption"
          color="text.secondary"
          sx={{ ml: 'auto' }}
        >
          {importance[metric.criticality]}
        </Typography>
      </Box>
      <Typography variant="body2" sx={{ mb: 1 }}>
        {metric.words}
      </Typography>
      <ChartFrame
        label={`${metric.title}: ${metric.words}`}
        height={150}
        chart={<LazyMetricChart panel={panel} />}
        table={<MetricTable panel={panel} />}
        legend={<MetricLegend panel={panel} />}
      />
      <Numbers panel={panel} />
      <MetricDetails metric={metric} />
    </Paper>
  );
}

/** Against a baseline of zero there is a difference, but no relative one. */
function difference({ delta, effect, unit }: MetricPanel['metric']): string {
  if (delta === null) {
    return 'not compared';
  }
  const relative = effect === null ? '' : ` (${formatEffect(effect)})`;
  return `${formatDelta(delta, unit)}${relative}`;
}

function Numbers({ panel: { metric } }: { panel: MetricPanel }) {
  const { unit, n } = metric;
  const samples = metric.kind === 'ratio' ? 'trials' : 'points';
  const rows: Array<[string, string]> = [
    [
      'Candidate',
      `${formatMetric(metric.candidate, unit)}, n ${formatNumber(
        n.candidate,
      )} ${samples}`,
    ],
    [
      'Baseline',
      `${formatMetric(metric.baseline, unit)}, n ${formatNumber(
        n.baseline,
      )} ${samples}`,
    ],
    ['Difference', difference(metric)],
    [
      'Interval',
      metric.interval ? formatInterval(metric.interval, unit) : 'not known',
    ],
    [
      'Triggers beyond',
      metric.bound === null ? 'not known' : formatDelta(metric.bound, unit),
    ],
  ];
  return (
    <Box
      component="dl"
      sx={{
        display: 'grid',
        gridTemplateColumns: 'max-content 1fr',
        columnGap: 2,
        m: 0,
        mt: 0.5,
        fontSize: '0.8125rem',
        '& dt': { color: 'text.secondary' },
        '& dd': { m: 0 },
      }}
    >
      {rows.map(([name, value]) => (
        <Box key={name} sx={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Box>
      ))}
    </Box>
  );
}
