import {
  PlanStep,
  RolloutState,
  endsPartly,
  formatSeconds,
  stepLabel,
} from '@adaptive-delivery/plugin-release-common';
import Check from '@mui/icons-material/Check';
import Box from '@mui/material/Box';
import { visuallyHidden } from './visuallyHidden';

export type StepBarProps = {
  steps: readonly PlanStep[];
  /** The step the rollout is in; those before it are done. */
  stepIndex: number;
  state: RolloutState;
};

type StepState = 'done' | 'current' | 'ahead';

function stepState(index: number, props: StepBarProps): StepState {
  if (props.state === 'promoted' || props.state === 'promoting') return 'done';
  if (props.state === 'pending' || props.state === 'refused') return 'ahead';
  if (index < props.stepIndex) return 'done';
  return index === props.stepIndex ? 'current' : 'ahead';
}

function currentColor(state: RolloutState): string {
  if (
    state === 'rollingBack' ||
    state === 'rolledBack' ||
    state === 'rollbackFailed'
  ) {
    return 'error.main';
  }
  return state === 'paused' || state === 'frozen'
    ? 'warning.main'
    : 'info.main';
}

const spoken: Record<StepState, string> = {
  done: ', done',
  current: ', now',
  ahead: ', to come',
};

/** Where what follows a partial last step stands. */
function restState(state: RolloutState): StepState {
  if (state === 'promoted') return 'done';
  return state === 'promoting' ? 'current' : 'ahead';
}

function Segment(props: {
  label: string;
  title: string;
  step: StepState;
  rollout: RolloutState;
  narrow?: boolean;
}) {
  const { label, step } = props;
  const color =
    step === 'current' ? currentColor(props.rollout) : 'success.main';
  return (
    <Box
      component="li"
      aria-current={step === 'current' ? 'step' : undefined}
      title={props.title}
      sx={{ flex: props.narrow ? '0 1 4rem' : 1, minWidth: 0 }}
    >
      <Box
        sx={{
          height: 8,
          borderRadius: 1,
          border: 1,
          borderStyle: props.narrow && step === 'ahead' ? 'dashed' : 'solid',
          borderColor: step === 'ahead' ? 'text.disabled' : color,
          bgcolor: step === 'ahead' ? 'transparent' : color,
        }}
      />
      <Box
        sx={{
          mt: 0.5,
          display: 'flex',
          alignItems: 'center',
          justifyContent: 'center',
          gap: 0.25,
          fontSize: '0.75rem',
          fontWeight: step === 'current' ? 700 : 400,
          color: step === 'ahead' ? 'text.secondary' : 'text.primary',
          whiteSpace: 'nowrap',
          overflow: 'hidden',
        }}
      >
        {step === 'done' ? (
          <Check aria-hidden sx={{ fontSize: '0.875rem' }} />
        ) : null}
        <span>{step === 'current' ? `[${label}]` : label}</span>
        <Box component="span" sx={visuallyHidden}>
          {spoken[step]}
        </Box>
      </Box>
    </Box>
  );
}

/**
 * The weights or cohorts of a plan, the done ones filled, the current marked.
 * When the last step is a part of the target, `all` stands for the rest.
 */
export function StepBar(props: StepBarProps) {
  const { steps, state } = props;
  return (
    <Box
      component="ol"
      aria-label="Steps of the rollout"
      sx={{
        position: 'relative',
        display: 'flex',
        gap: 0.5,
        listStyle: 'none',
        m: 0,
        p: 0,
      }}
    >
      {steps.map((step, index) => (
        <Segment
          key={index}
          label={stepLabel(step)}
          title={`${stepLabel(step)}, bakes ${formatSeconds(step.bakeSeconds)}`}
          step={stepState(index, props)}
          rollout={state}
        />
      ))}
      {endsPartly(steps) ? (
        <Segment
          label="all"
          title="All of it, as the stable version, after the last step"
          step={restState(state)}
          rollout={state}
          narrow
        />
      ) : null}
    </Box>
  );
}
