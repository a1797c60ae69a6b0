import Box from '@mui/material/Box';
import { InFlight } from '../data/loaders';
import { ApprovalList } from './ApprovalList';
import { DecisionHeadline } from './DecisionHeadline';
import { OverrideLine } from './OverrideLine';
import { RolloutControls } from './RolloutControls';
import { RolloutProgress } from './RolloutProgress';

/** A release in flight: the decision and each of its rollouts. */
export function InFlightCard({ inFlight }: { inFlight: InFlight }) {
  const { decision, rollouts } = inFlight;
  return (
    <Box component="article" aria-label={`${decision.version} in flight`}>
      <DecisionHeadline decision={decision} />
      {decision.decision.approvals.given.length > 0 ? (
        <Box sx={{ mt: 1 }}>
          <ApprovalList record={decision} />
        </Box>
      ) : null}
      <OverrideLine record={decision} />
      {rollouts.map(rollout => (
        <Box key={rollout.id}>
          <RolloutProgress rollout={rollout} />
          <Box sx={{ mt: 1 }}>
            <RolloutControls rollout={rollout} />
          </Box>
        </Box>
      ))}
    </Box>
  );
}
