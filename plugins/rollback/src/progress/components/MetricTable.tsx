import {
  formatExact,
  formatMetric,
} from '@adaptive-delivery/plugin-release-react';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { MetricPanel } from '../domain/metrics';
import { clock } from '../../charts/ticks';

/** The numbers behind a metric's chart. */
export function MetricTable({ panel }: { panel: MetricPanel }) {
  const { times, candidate, baseline, metric } = panel;
  if (times.length === 0) {
    return (
      <Typography variant="body2">
        There is not one sample of {metric.title} in this window.
      </Typography>
    );
  }
  return (
    <Table size="small" stickyHeader>
      <TableHead>
        <TableRow>
          <TableCell>Time</TableCell>
          <TableCell align="right">Candidate</TableCell>
          <TableCell align="right">Baseline</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {times.map((time, index) => (
          <TableRow key={time}>
            <TableCell title={formatExact(new Date(time).toISOString())}>
              {clock(time)}
            </TableCell>
            <TableCell align="right">
              {formatMetric(candidate[index], metric.unit)}
            </TableCell>
            <TableCell align="right">
              {formatMetric(baseline[index], metric.unit)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
