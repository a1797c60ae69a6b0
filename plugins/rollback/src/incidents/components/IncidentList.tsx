import { IncidentRecord } from '@adaptive-delivery/plugin-release-common';
import {
  EmptyState,
  Live,
  Panel,
  RelativeTime,
  RolloutStateChip,
  formatSeconds,
  rolloutApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useState } from 'react';
import { secondsToDetect, secondsToRestore } from '../domain/times';
import { triggerTitle } from '../domain/timeline';
import { RollBackByHand } from './RollBackByHand';

/** The rollbacks of an entity, newest first. */
export function IncidentList(props: {
  entityRef: string;
  onOpen: (id: string) => void;
}) {
  const { entityRef, onOpen } = props;
  const rolloutApi = useApi(rolloutApiRef);
  // The cursors of the pages before this one, so that one can go back.
  const [cursors, setCursors] = useState<string[]>([]);
  const cursor = cursors[cursors.length - 1];
  const incidents = useLive(
    signal => rolloutApi.listIncidents({ entityRef, cursor }, { signal }),
    [entityRef, cursor],
    { entityRef },
  );
  return (
    <Panel
      title="Rollback incidents"
      action={
        <RollBackByHand entityRef={entityRef} onDone={incidents.refresh} />
      }
    >
      <Live
        state={incidents}
        what="the rollback incidents"
        permission="rollout.read"
      >
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState title="Nothing has been rolled back">
              When a verdict, a failing target or a person takes a release back,
              it shows here with its evidence and the steps that were taken.
            </EmptyState>
          ) : (
            <>
              <IncidentTable incidents={items} onOpen={onOpen} />
              <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 1 }}>
                {cursors.length > 0 && (
                  <Button onClick={() => setCursors(cursors.slice(0, -1))}>
                    Newer
                  </Button>
                )}
                {nextCursor && (
                  <Button onClick={() => setCursors([...cursors, nextCursor])}>
                    Older
                  </Button>
                )}
              </Box>
            </>
          )
        }
      </Live>
    </Panel>
  );
}

function IncidentTable(props: {
  incidents: IncidentRecord[];
  onOpen: (id: string) => void;
}) {
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label="Rollback incidents"
        sx={{
          '& th': { whiteSpace: 'nowrap' },
          '& td': { wordBreak: 'normal' },
        }}
      >
        <TableHead>
          <TableRow>
            <TableCell>When</TableCell>
            <TableCell>Version</TableCell>
            <TableCell>State</TableCell>
            <TableCell>Detected by</TableCell>
            <TableCell align="right">Time to detect</TableCell>
            <TableCell align="right">Time to restore</TableCell>
            <TableCell>Reason</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {props.incidents.map(incident => (
            <IncidentRow
              key={incident.incidentId}
              incident={incident}
              onOpen={props.onOpen}
            />
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function IncidentRow(props: {
  incident: IncidentRecord;
  onOpen: (id: string) => void;
}) {
  const { incident, onOpen } = props;
  const restore = secondsToRestore(incident);
  return (
    <TableRow hover>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        <RelativeTime at={incident.detectedAt} />
      </TableCell>
      <TableCell>
        <Link
          component="button"
          type="button"
          variant="body2"
          onClick={() => onOpen(incident.incidentId)}
          sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}
        >
          {incident.candidate.version}
        </Link>
      </TableCell>
      <TableCell>
        <RolloutStateChip state={incident.state} />
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        {triggerTitle(incident)}
      </TableCell>
      <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
        {formatSeconds(secondsToDetect(incident))}
      </TableCell>
      <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
        {restore === null ? 'not yet' : formatSeconds(restore)}
      </TableCell>
      <TableCell sx={{ minWidth: 240 }}>{incident.trigger.words}</TableCell>
    </TableRow>
  );
}
