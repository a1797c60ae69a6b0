import { IncidentRecord } from '@adaptive-delivery/plugin-release-common';
import {
  Panel,
  RelativeTime,
  RolloutStateChip,
  SimulatedChip,
  formatPercent,
  formatSeconds,
} from '@adaptive-delivery/plugin-release-react';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { secondsToDetect, secondsToRestore } from '../domain/times';
import { triggerTitle } from '../domain/timeline';

/** Whether it is over, and the figures of a post-mortem. */
export function IncidentHeader(props: {
  incident: IncidentRecord;
  entityRef: string;
  simulated: boolean;
}) {
  const { incident, entityRef, simulated } = props;
  const entityLink = useEntityRefLink();
  const restore = secondsToRestore(incident);
  return (
    <Panel
      title={`${incident.candidate.version} on ${incident.target}`}
      action={
        <Button
          size="small"
          component={Link}
          to={`${entityLink(entityRef)}/canary-progress?rollout=${
            incident.rolloutId
          }`}
        >
          Open its rollout
        </Button>
      }
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 1 }}>
        <RolloutStateChip state={incident.state} />
        {simulated && <SimulatedChip />}
      </Box>
      <Typography variant="body1">{incident.trigger.words}</Typography>
      <Box
        component="dl"
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 4,
          rowGap: 1,
          m: 0,
          mt: 2,
        }}
      >
        <Figure name="Detected">
          <RelativeTime at={incident.detectedAt} />
        </Figure>
        <Figure name="Detected by">{triggerTitle(incident)}</Figure>
        <Figure name="Exposure then">
          {formatPercent(incident.exposurePercentAtDetection)}
        </Figure>
        <Figure name="Time to detect">
          {formatSeconds(secondsToDetect(incident))}
        </Figure>
        <Figure name="Time to restore">
          {restore === null ? 'not restored yet' : formatSeconds(restore)}
        </Figure>
        <Figure name="Runs now">
          {incident.restored?.version ?? 'not known'}
        </Figure>
        <Figure name="Playbook">
          {incident.playbook.name} {incident.playbook.version}
        </Figure>
      </Box>
    </Panel>
  );
}

function Figure(props: { name: string; children: ReactNode }) {
  return (
    <Box>
      <Typography component="dt" variant="caption" color="text.secondary">
        {props.name}
      </Typography>
      <Typography component="dd" variant="body2" sx={{ m: 0, fontWeight: 600 }}>
        {props.children}
      </Typography>
    </Box>
  );
}
