import {
  RolloutEvent,
  RolloutRecord,
  RolloutSummary,
} from '@adaptive-delivery/plugin-release-common';
import {
  RolloutStateChip,
  SimulatedChip,
  StepBar,
  VerdictChip,
  formatDuration,
  formatPercent,
  useNow,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { latestWord, stepWords } from '../domain/progress';

/** `next look in 0:50`, counting down. */
export function NextLook({ rollout }: { rollout: RolloutSummary }) {
  const now = useNow(1000);
  if (!rollout.dueAt) return null;
  const left = Date.parse(rollout.dueAt) - now;
  const what = rollout.state === 'baking' ? 'next look' : 'goes on';
  return (
    <span>
      {left > 0 ? `${what} in ${formatDuration(left)}` : `${what} now`}
    </span>
  );
}

/** How long it has been going, and where it is. */
export function ProgressLine({ rollout }: { rollout: RolloutSummary }) {
  const now = useNow(1000);
  const parts = [stepWords(rollout), formatPercent(rollout.percent)];
  if (rollout.startedAt) {
    parts.push(
      `${formatDuration(now - Date.parse(rollout.startedAt))} elapsed`,
    );
  }
  return <span>{parts.join(' · ')}</span>;
}

function LatestWord({ word }: { word: RolloutEvent | undefined }) {
  if (!word) {
    return (
      <Typography variant="body2" color="text.secondary">
        No verdict yet.
      </Typography>
    );
  }
  return (
    <Typography variant="body2">
      {word.verdict ? (
        <>
          Verdict so far:{' '}
          <VerdictChip
            verdict={word.verdict.verdict}
            cause={word.verdict.cause}
          />{' '}
        </>
      ) : (
        <strong>Holding: </strong>
      )}
      {word.words}
    </Typography>
  );
}

/** One rollout: target, state, steps, countdown and the verdict so far. */
export function RolloutProgress({ rollout }: { rollout: RolloutRecord }) {
  const word = latestWord(rollout);
  return (
    <Box sx={{ mt: 1 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1.5,
          rowGap: 0.5,
          mb: 1,
          fontSize: '0.875rem',
        }}
      >
        <RolloutStateChip state={rollout.state} reason={rollout.stateReason} />
        {rollout.simulated ? <SimulatedChip /> : null}
        <span>{rollout.target}</span>
        <ProgressLine rollout={rollout} />
        <NextLook rollout={rollout} />
      </Box>
      <StepBar
        steps={rollout.plan.steps}
        stepIndex={rollout.stepIndex}
        state={rollout.state}
      />
      <Box sx={{ mt: 1 }}>
        {rollout.stateReason && rollout.stateReason !== word?.words ? (
          <Typography variant="body2" color="text.secondary">
            {rollout.stateReason}
          </Typography>
        ) : null}
        <LatestWord word={word} />
      </Box>
    </Box>
  );
}
