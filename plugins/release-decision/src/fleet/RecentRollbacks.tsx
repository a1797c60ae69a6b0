import { IncidentRecord } from '@adaptive-delivery/plugin-release-common';
import {
  CauseIcon,
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
import Typography from '@mui/material/Typography';
import { loadRollbacksSince } from '../data/loaders';
import { EntityLink } from './EntityLink';

const DAY_MS = 24 * 60 * 60 * 1000;

function Line({ incident }: { incident: IncidentRecord }) {
  const { candidate, trigger, detectedAt, restoredAt } = incident;
  return (
    <Box component="li" sx={{ mb: 1 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1,
          fontSize: '0.875rem',
        }}
      >
        <EntityLink
          entityRef={candidate.component}
          environment={candidate.environment}
          decision={incident.decisionId}
        />
        <strong>{candidate.version}</strong>
        <RolloutStateChip state={incident.state} />
        {trigger.cause ? <CauseIcon cause={trigger.cause} showLabel /> : null}
        <RelativeTime at={detectedAt} />
        <span>
          {restoredAt
            ? `restored within ${formatSeconds(
                (Date.parse(restoredAt) - Date.parse(detectedAt)) / 1000,
              )}`
            : 'not restored yet'}
        </span>
      </Box>
      <Typography variant="body2" color="text.secondary">
        {trigger.words}
      </Typography>
    </Box>
  );
}

/** What was taken back in the last day, and why. */
export function RecentRollbacks() {
  const api = useApi(rolloutApiRef);
  const state = useLive(
    signal => loadRollbacksSince(api, Date.now() - DAY_MS, signal),
    [],
  );
  return (
    <Panel title="Rolled back in the last day">
      <Live state={state} what="the rollbacks" permission="rollout.read">
        {incidents =>
          incidents.length === 0 ? (
            <Typography variant="body2" color="text.secondary">
              Nothing was rolled back.
            </Typography>
          ) : (
            <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
              {incidents.map(incident => (
                <Line key={incident.incidentId} incident={incident} />
              ))}
            </Box>
          )
        }
      </Live>
    </Panel>
  );
}
