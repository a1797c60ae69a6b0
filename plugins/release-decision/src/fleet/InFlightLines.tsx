import { RolloutSummary } from '@adaptive-delivery/plugin-release-common';
import {
  Live,
  Panel,
  RolloutStateChip,
  SimulatedChip,
  StepBar,
  rolloutApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { loadCurrentRollouts } from '../data/loaders';
import { NextLook, ProgressLine } from '../decision/RolloutProgress';
import { groupByDecision } from '../domain/currentRollouts';
import { EntityLink } from './EntityLink';

function Line({ rollout }: { rollout: RolloutSummary }) {
  return (
    <Box
      component="article"
      aria-label={`${rollout.candidate.version} on ${rollout.target}`}
      sx={{
        display: 'grid',
        alignItems: 'center',
        gap: 1.5,
        gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 1fr) minmax(0, 1fr)' },
      }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1,
          rowGap: 0.5,
          fontSize: '0.875rem',
        }}
      >
        <EntityLink
          entityRef={rollout.entityRef}
          environment={rollout.environment}
          decision={rollout.decisionId}
        />
        <strong>{rollout.candidate.version}</strong>
        <RolloutStateChip state={rollout.state} reason={rollout.stateReason} />
        {rollout.simulated ? <SimulatedChip /> : null}
        <span>{rollout.environment}</span>
        <ProgressLine rollout={rollout} />
        <NextLook rollout={rollout} />
      </Box>
      <StepBar
        steps={rollout.plan.steps}
        stepIndex={rollout.stepIndex}
        state={rollout.state}
      />
    </Box>
  );
}

/** One line for each rollout; those of one decision stand together. */
export function InFlightLines() {
  const api = useApi(rolloutApiRef);
  const state = useLive(signal => loadCurrentRollouts(api, {}, signal), []);
  return (
    <Panel title="In flight">
      <Live
        state={state}
        what="the releases in flight"
        permission="rollout.read"
      >
        {rollouts =>
          rollouts.length === 0 ? (
            <Typography variant="body2" color="text.secondary">
              Nothing is in flight.
            </Typography>
          ) : (
            <Stack spacing={2}>
              {groupByDecision(rollouts).map(group => (
                <Stack key={group[0].decisionId} spacing={1}>
                  {group.map(rollout => (
                    <Line key={rollout.id} rollout={rollout} />
                  ))}
                </Stack>
              ))}
            </Stack>
          )
        }
      </Live>
    </Panel>
  );
}
