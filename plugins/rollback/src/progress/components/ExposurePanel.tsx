import { RolloutRecord } from '@adaptive-delivery/plugin-release-common';
import {
  Panel,
  VerdictChip,
  formatExact,
  formatPercent,
  useNow,
} from '@adaptive-delivery/plugin-release-react';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { ChartFrame, LazyExposureChart } from '../../charts';
import { exposureHistory } from '../domain/exposure';
import { clock } from '../../charts/ticks';

const kinds: Record<string, string> = {
  weight: 'Traffic to the candidate over time',
  cohort: 'Devices on the candidate over time',
  slot: 'Traffic to the new slot over time',
  batch: 'Machines on the candidate over time',
};

/** Weight or cohort over time, with each verdict as a mark on it. */
export function ExposurePanel(props: {
  rollout: RolloutRecord;
  selected: string | undefined;
  onSelect: (verdictId: string) => void;
}) {
  const { rollout } = props;
  const now = useNow(5000);
  const history = exposureHistory(rollout, now);
  const kind = rollout.plan.steps[0]?.exposure.kind ?? 'weight';
  return (
    <Panel title={kinds[kind]}>
      <ChartFrame
        label={`${rollout.candidate.version} is at ${formatPercent(
          rollout.percent,
        )} after ${history.marks.length} verdicts.`}
        height={220}
        chart={
          <LazyExposureChart
            history={history}
            selected={props.selected}
            onSelect={props.onSelect}
          />
        }
        table={<EventTable rollout={rollout} />}
      />
    </Panel>
  );
}

function EventTable({ rollout }: { rollout: RolloutRecord }) {
  return (
    <Table size="small" sx={{ '& thead th': { whiteSpace: 'nowrap' } }}>
      <TableHead>
        <TableRow>
          <TableCell>When</TableCell>
          <TableCell align="right">Exposure</TableCell>
          <TableCell>What</TableCell>
          <TableCell>By</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rollout.events.map((event, index) => (
          <TableRow key={index}>
            <TableCell sx={{ whiteSpace: 'nowrap' }}>
              <time dateTime={event.at} title={formatExact(event.at)}>
                {clock(event.at)}
              </time>
            </TableCell>
            <TableCell align="right">{formatPercent(event.percent)}</TableCell>
            <TableCell>
              {event.verdict && (
                <VerdictChip
                  verdict={event.verdict.verdict}
                  cause={event.verdict.cause}
                />
              )}{' '}
              {event.words}
            </TableCell>
            <TableCell sx={{ whiteSpace: 'nowrap' }}>{event.by}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
