import {
  PlanStep,
  RolloutState,
} from '@adaptive-delivery/plugin-release-common';
import Check from '@mui/icons-material/Check';
import Box from '@mui/material/Box';
import { formatPercent, formatSeconds } from '../format';
import { visuallyHidden } from './visuallyHidden';

export type StepBarProps = {
  steps: readonly PlanStep[];
  /** The step the rollout is in; those before it are done. */
  stepIndex: number;
  state: RolloutState;
};

/** `5 %`, or the cohort's name with its share: `canary devices 5 %`. */
export function stepLabel(step: PlanStep): string {
  const share = formatPercent(step.exposure.percent);
  return step.exposure.name ? `${step.exposure.name} ${share}` : share;
}

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

/** The weights or cohorts of a plan, the done ones filled, the current marked. */
export function StepBar(props: StepBarProps) {
  return (
    <Box
      component="ol"
      aria-label="Steps of the rollout"
      sx={{ display: 'flex', gap: 0.5, listStyle: 'none', m: 0, p: 0 }}
    >
      {props.steps.map((step, index) => {
        const state = stepState(index, props);
        const color =
          state === 'current' ? currentColor(props.state) : 'success.main';
        return (
          <Box
            component="li"
            key={index}
            aria-current={state === 'current' ? 'step' : undefined}
            title={`${stepLabel(step)}, bakes ${formatSeconds(
              step.bakeSeconds,
            )}`}
            sx={{ flex: 1, minWidth: 0 }}
          >
            <Box
              sx={{
                height: 8,
                borderRadius: 1,
                border: 1,
                borderColor: state === 'ahead' ? 'text.disabled' : color,
                bgcolor: state === 'ahead' ? 'transparent' : color,
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
                fontWeight: state === 'current' ? 700 : 400,
                color: state === 'ahead' ? 'text.secondary' : 'text.primary',
                whiteSpace: 'nowrap',
                overflow: 'hidden',
                textOverflow: 'ellipsis',
              }}
            >
              {state === 'done' ? (
                <Check aria-hidden sx={{ fontSize: '0.875rem' }} />
              ) : null}
              <span>
                {state === 'current' ? `[${stepLabel(step)}]` : stepLabel(step)}
              </span>
              <Box component="span" sx={visuallyHidden}>
                {spoken[state]}
              </Box>
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}
