import { QuarantineEntry } from '@adaptive-delivery/plugin-release-common';
import {
  CopyButton,
  ReasonDialog,
  RelativeTime,
  formatDuration,
  formatExact,
  releaseDecisionApiRef,
  useNow,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Link } from 'react-router-dom';

/** Quarantined digests with how long they have left. */
export function QuarantineTable(props: {
  entries: QuarantineEntry[];
  mayLift: boolean;
  onLifted: () => Promise<void>;
}) {
  const { entries, mayLift, onLifted } = props;
  const decisionApi = useApi(releaseDecisionApiRef);
  const [chosen, setChosen] = useState<QuarantineEntry>();
  const [open, setOpen] = useState(false);
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label="Quarantine"
        sx={{
          '& thead th': { whiteSpace: 'nowrap' },
          '& th, & td': { wordBreak: 'normal' },
        }}
      >
        <TableHead>
          <TableRow>
            <TableCell>Component</TableCell>
            <TableCell>Digest</TableCell>
            <TableCell>Why</TableCell>
            <TableCell>Since</TableCell>
            <TableCell align="right">Left</TableCell>
            {mayLift && <TableCell aria-label="Actions" />}
          </TableRow>
        </TableHead>
        <TableBody>
          {entries.map(entry => (
            <TableRow key={entry.sha256} hover>
              <TableCell>
                <EntityRefLink entityRef={entry.component} />
              </TableCell>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>
                <code title={entry.sha256}>{entry.sha256.slice(0, 12)}…</code>{' '}
                <CopyButton text={entry.sha256} />
              </TableCell>
              <TableCell sx={{ minWidth: 220 }}>
                {entry.reason}
                <Incident entry={entry} />
              </TableCell>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>
                <RelativeTime at={entry.since} /> by {entry.by}
              </TableCell>
              <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                <TimeLeft until={entry.until} />
              </TableCell>
              {mayLift && (
                <TableCell align="right">
                  <Button
                    size="small"
                    aria-label={`Lift ${entry.sha256.slice(0, 12)}`}
                    onClick={() => {
                      setChosen(entry);
                      setOpen(true);
                    }}
                  >
                    Lift
                  </Button>
                </TableCell>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {chosen && (
        <ReasonDialog
          open={open}
          title={`Lift the quarantine of ${chosen.sha256.slice(0, 12)}…`}
          confirmLabel="Lift"
          tone="danger"
          onConfirm={async reason => {
            await decisionApi.liftQuarantine(chosen.sha256, reason);
            await onLifted();
          }}
          onClose={() => setOpen(false)}
        >
          <Typography variant="body2">
            From then on every pipeline may release this artifact again. It was
            quarantined because: {chosen.reason}
          </Typography>
        </ReasonDialog>
      )}
    </Box>
  );
}

function Incident({ entry }: { entry: QuarantineEntry }) {
  const entityLink = useEntityRefLink();
  return entry.incidentId ? (
    <>
      {' '}
      <MuiLink
        component={Link}
        to={`${entityLink(entry.component)}/rollback-incidents?incident=${
          entry.incidentId
        }`}
      >
        Incident
      </MuiLink>
    </>
  ) : null;
}

function TimeLeft({ until }: { until: string }) {
  const left = Date.parse(until) - useNow(1000);
  return (
    <time dateTime={until} title={formatExact(until)}>
      {left > 0 ? formatDuration(left) : 'over'}
    </time>
  );
}
