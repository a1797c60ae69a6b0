import Box from '@mui/material/Box';
import { InFlight } from '../data/loaders';
import { DecisionHeadline } from './DecisionHeadline';
import { RolloutControls } from './RolloutControls';
import { RolloutProgress } from './RolloutProgress';

/** A release in flight: the decision and each of its rollouts. */
export function InFlightCard(props: {
  inFlight: InFlight;
  onDone: () => Promise<void>;
}) {
  const { decision, rollouts } = props.inFlight;
  return (
    <Box component="article" aria-label={`${decision.version} in flight`}>
      <DecisionHeadline decision={decision} />
      {rollouts.map(rollout => (
        <Box key={rollout.id}>
          <RolloutProgress rollout={rollout} />
          <Box sx={{ mt: 1 }}>
            <RolloutControls rollout={rollout} onDone={props.onDone} />
          </Box>
        </Box>
      ))}
    </Box>
  );
}
