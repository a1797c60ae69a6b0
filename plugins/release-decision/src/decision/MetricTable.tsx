import {
  MetricFinding,
  Verdict,
} from '@adaptive-delivery/plugin-release-common';
import {
  CauseIcon,
  NO_DATA,
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
import { ReactNode } from 'react';
import { MetricSparkline } from './MetricSparkline';

const samples = (value: number) => value.toLocaleString('en');

function Small(props: { children: ReactNode }) {
  return (
    <Typography variant="caption" component="div" color="text.secondary">
      {props.children}
    </Typography>
  );
}

/** The difference, how large it is, and between what it lies. */
function Difference({ metric }: { metric: MetricFinding }) {
  const { delta, effect, finding, interval, unit } = metric;
  if (delta === null) {
    return <>{finding === 'noData' ? NO_DATA : 'not compared'}</>;
  }
  return (
    <>
      {formatDelta(delta, unit)}
      {effect === null ? null : ` (${formatEffect(effect)})`}
      <Small>
        {interval ? formatInterval(interval, unit) : 'interval not known'}
      </Small>
    </>
  );
}

/** What was found, and on how many samples of each arm. */
function Finding({ metric }: { metric: MetricFinding }) {
  const { finding, n } = metric;
  return (
    <>
      <CauseIcon cause={finding} showLabel />
      <Small>
        n {samples(n.candidate)} / {samples(n.baseline)}
      </Small>
    </>
  );
}

/** Each metric of a verdict: both arms, the difference and how sure it is. */
export function MetricTable({ verdict }: { verdict: Verdict }) {
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label="Candidate compared with the baseline"
        sx={{ '& td, & th': { whiteSpace: 'nowrap', px: 1 } }}
      >
        <TableHead>
          <TableRow>
            <TableCell>Metric</TableCell>
            <TableCell align="right">Baseline</TableCell>
            <TableCell align="right">Candidate</TableCell>
            <TableCell align="right">Difference</TableCell>
            <TableCell>Finding</TableCell>
            <TableCell>Both arms</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {verdict.metrics.map(metric => (
            <TableRow key={metric.name}>
              <TableCell
                component="th"
                scope="row"
                title={metric.words}
                style={{ whiteSpace: 'normal' }}
              >
                {metric.title}
              </TableCell>
              <TableCell align="right">
                {formatMetric(metric.baseline, metric.unit)}
              </TableCell>
              <TableCell align="right">
                {formatMetric(metric.candidate, metric.unit)}
              </TableCell>
              <TableCell align="right">
                <Difference metric={metric} />
              </TableCell>
              <TableCell>
                <Finding metric={metric} />
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
