import {
  IncidentRecord,
  QuarantineEntry,
  quarantineLiftPermission,
} from '@adaptive-delivery/plugin-release-common';
import {
  Live,
  Panel,
  ReasonDialog,
  formatDuration,
  formatExact,
  releaseDecisionApiRef,
  useLive,
  useNow,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { quietly } from '../../quietly';
import { quarantineOf } from '../domain/quarantine';

/** Which artifacts may not be released again, and until when. */
export function QuarantinePanel(props: {
  incident: IncidentRecord;
  isStale: boolean;
}) {
  const { incident, isStale } = props;
  const decisionApi = useApi(releaseDecisionApiRef);
  const entries = useLive(
    signal => quarantineOf(incident, decisionApi, { signal }),
    [incident.incidentId, incident.quarantine?.until],
    { entityRef: incident.candidate.component },
  );
  return (
    <Panel title="Quarantine">
      {incident.quarantine === null ? (
        <Typography variant="body2">
          Nothing was quarantined by this rollback.
        </Typography>
      ) : (
        <Live
          state={quietly(entries, isStale)}
          what="the quarantine"
          permission="release.decision.read"
        >
          {active =>
            active.length === 0 ? (
              <Typography variant="body2">
                It is over: the artifacts may be released again.
              </Typography>
            ) : (
              <Entries entries={active} onLifted={entries.refresh} />
            )
          }
        </Live>
      )}
    </Panel>
  );
}

function Entries(props: {
  entries: QuarantineEntry[];
  onLifted: () => Promise<void>;
}) {
  const { entries, onLifted } = props;
  const decisionApi = useApi(releaseDecisionApiRef);
  const { allowed } = usePermission({ permission: quarantineLiftPermission });
  const [open, setOpen] = useState(false);
  const now = useNow(1000);
  const until = entries
    .map(entry => entry.until)
    .reduce((last, time) =>
      Date.parse(time) > Date.parse(last) ? time : last,
    );
  const left = Date.parse(until) - now;

  const lift = async (reason: string) => {
    try {
      for (const entry of entries) {
        await decisionApi.liftQuarantine(entry.sha256, reason);
      }
    } finally {
      // Some may be lifted when a later one fails; they must not stay listed.
      await onLifted();
    }
  };

  return (
    <Box>
      <Typography variant="body2">
        {entries.length === 1
          ? 'One artifact may not be released again'
          : `${entries.length} artifacts may not be released again`}
        {left > 0 ? ' for' : '; the time is over, it is being released.'}
      </Typography>
      {left > 0 && (
        <Typography variant="h5" component="p" title={formatExact(until)}>
          {formatDuration(left)}
        </Typography>
      )}
      <Box component="ul" sx={{ pl: 2.5, my: 1 }}>
        {entries.map(entry => (
          <li key={entry.sha256}>
            <code title={entry.sha256}>{entry.sha256.slice(0, 16)}…</code>
          </li>
        ))}
      </Box>
      {allowed && (
        <Button size="small" variant="outlined" onClick={() => setOpen(true)}>
          Lift quarantine
        </Button>
      )}
      <ReasonDialog
        open={open}
        title="Lift the quarantine"
        confirmLabel="Lift"
        tone="danger"
        onConfirm={lift}
        onClose={() => setOpen(false)}
      >
        <Typography variant="body2">
          From then on every pipeline may release these artifacts again, though
          they were rolled back.
        </Typography>
      </ReasonDialog>
    </Box>
  );
}
