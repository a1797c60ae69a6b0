import { RolloutRecord } from '@adaptive-delivery/plugin-release-common';
import {
  Panel,
  RelativeTime,
  RolloutStateChip,
  SimulatedChip,
  StepBar,
  formatPercent,
  formatSeconds,
  stepLabel,
  strategyWords,
  useNow,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { WindowProgress, windowProgress } from '../domain/windows';
import { RolloutControls } from './RolloutControls';

/** Where a rollout stands, how far it is, and what a person may do. */
export function RolloutHeader(props: {
  rollout: RolloutRecord;
  onChanged: () => Promise<void>;
}) {
  const { rollout, onChanged } = props;
  const { candidate, plan } = rollout;
  return (
    <Panel
      title={`${candidate.version} on ${rollout.target}`}
      action={<RolloutControls rollout={rollout} onChanged={onChanged} />}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 1 }}>
        <RolloutStateChip state={rollout.state} reason={rollout.stateReason} />
        {rollout.simulated && <SimulatedChip />}
        <Typography variant="body2" color="text.secondary">
          {strategyWords[plan.strategy]} in {rollout.environment}, against{' '}
          {rollout.stableVersion ?? 'an unknown version'} ·{' '}
          <code>{candidate.commit.slice(0, 7)}</code>
          {candidate.commitMessage ? ` ${candidate.commitMessage}` : ''}
        </Typography>
      </Box>
      <Typography variant="body1" sx={{ mb: 2 }}>
        {rollout.stateReason}
      </Typography>
      <StepBar
        steps={plan.steps}
        stepIndex={rollout.stepIndex}
        state={rollout.state}
      />
      <Facts rollout={rollout} />
      {rollout.simulated && (
        <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>
          This target is a simulation: its numbers are made, not measured.
        </Typography>
      )}
    </Panel>
  );
}

function Facts({ rollout }: { rollout: RolloutRecord }) {
  const windows = windowProgress(rollout);
  return (
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
      <Fact name="Windows passed">
        {windows.passed} of {windows.needed}
      </Fact>
      <Fact name="Exposure now">{formatPercent(rollout.percent)}</Fact>
      {windows.current && <CurrentStep current={windows.current} />}
      {rollout.dueAt && (
        <Fact name={rollout.state === 'baking' ? 'Next look' : 'Next action'}>
          <Due at={rollout.dueAt} past="due now" />
        </Fact>
      )}
      {rollout.finishedAt && (
        <Fact name="Finished">
          <RelativeTime at={rollout.finishedAt} />
        </Fact>
      )}
    </Box>
  );
}

function CurrentStep(props: {
  current: NonNullable<WindowProgress['current']>;
}) {
  const { number, step, looks, bakedAt } = props.current;
  return (
    <>
      <Fact name="Step">
        {number}: {stepLabel(step)}
      </Fact>
      <Fact name="Looks in this step">
        {looks} of at most {step.maxLooks}
      </Fact>
      <Fact name="A promote counts">
        {bakedAt === null ? (
          `after ${formatSeconds(step.bakeSeconds)}`
        ) : (
          <Due at={new Date(bakedAt).toISOString()} past="now" />
        )}
      </Fact>
    </>
  );
}

/** A time to come; once it is past, `past`. */
function Due({ at, past }: { at: string; past: string }) {
  const now = useNow(1000);
  return Date.parse(at) <= now ? <>{past}</> : <RelativeTime at={at} />;
}

function Fact(props: { name: string; children: ReactNode }) {
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
