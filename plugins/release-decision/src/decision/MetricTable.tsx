import {
  MetricFinding,
  Verdict,
} from '@adaptive-delivery/plugin-release-common';
import {
  CauseIcon,
  formatDelta,
  formatEffect,
  formatInterval,
  formatMetric,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { MetricSparkline } from './MetricSparkline';

const samples = (value: number) => value.toLocaleString('en');

function Difference({ metric }: { metric: MetricFinding }) {
  if (metric.delta === null) return <>no data</>;
  return (
    <>
      {formatDelta(metric.delta, metric.unit)}
      {metric.effect === null ? null : (
        <Typography variant="caption" component="div" color="text.secondary">
          {formatEffect(metric.effect)}
        </Typography>
      )}
    </>
  );
}

function Interval({ metric }: { metric: MetricFinding }) {
  return (
    <>
      {metric.interval
        ? formatInterval(metric.interval, metric.unit)
        : 'not known'}
      <Typography variant="caption" component="div" color="text.secondary">
        n {samples(metric.n.candidate)} / {samples(metric.n.baseline)}
        {metric.bound === null
          ? null
          : `, bound ${formatDelta(metric.bound, metric.unit)}`}
      </Typography>
    </>
  );
}

/** Each metric of a verdict: both arms, the difference and how sure it is. */
export function MetricTable({ verdict }: { verdict: Verdict }) {
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table size="small" aria-label="Candidate compared with the baseline">
        <TableHead>
          <TableRow>
            <TableCell>Metric</TableCell>
            <TableCell align="right">Baseline</TableCell>
            <TableCell align="right">Candidate</TableCell>
            <TableCell align="right">Difference</TableCell>
            <TableCell>Interval and samples</TableCell>
            <TableCell>Finding</TableCell>
            <TableCell>Both arms</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {verdict.metrics.map(metric => (
            <TableRow key={metric.name}>
              <TableCell component="th" scope="row" title={metric.words}>
                {metric.title}
              </TableCell>
              <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                {formatMetric(metric.baseline, metric.unit)}
              </TableCell>
              <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                {formatMetric(metric.candidate, metric.unit)}
              </TableCell>
              <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                <Difference metric={metric} />
              </TableCell>
              <TableCell>
                <Interval metric={metric} />
              </TableCell>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>
                <CauseIcon cause={metric.finding} showLabel />
              </TableCell>
              <TableCell>
                <MetricSparkline
                  plot={verdict.plot.find(({ name }) => name === metric.name)}
                  title={metric.title}
                />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
