import {
  DecisionState,
  RiskBand,
  RolloutState,
  VerdictCause,
  VerdictName,
} from '@adaptive-delivery/plugin-release-common';
import Science from '@mui/icons-material/Science';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import {
  bandTones,
  causeWords,
  decisionWords,
  formatScore,
  rolloutWords,
  verdictWords,
} from '../format';
import { Pill, toneColor } from './Pill';
import {
  bandIcons,
  causeIcons,
  decisionIcons,
  rolloutIcons,
  verdictIcons,
} from './icons';

/** Where a decision stands; `reason` is its own sentence, when it has one. */
export function DecisionStateChip(props: {
  state: DecisionState;
  reason?: string;
}) {
  const words = decisionWords[props.state];
  return (
    <Pill
      icon={decisionIcons[props.state]}
      label={words.label}
      tone={words.tone}
      hint={props.reason || words.sentence}
    />
  );
}

/** Where a rollout stands; `reason` is its own sentence, when it has one. */
export function RolloutStateChip(props: {
  state: RolloutState;
  reason?: string;
}) {
  const words = rolloutWords[props.state];
  return (
    <Pill
      icon={rolloutIcons[props.state]}
      label={words.label}
      tone={words.tone}
      hint={props.reason || words.sentence}
    />
  );
}

/** promote, slow or rollback, with the cause behind it. */
export function VerdictChip(props: {
  verdict: VerdictName;
  cause?: VerdictCause;
}) {
  const words = verdictWords[props.verdict];
  return (
    <Pill
      icon={verdictIcons[props.verdict]}
      label={words.label}
      tone={words.tone}
      hint={props.cause ? causeWords[props.cause].sentence : words.sentence}
    />
  );
}

/**
 * What a comparison found: healthy, or one of the kinds of not good, each
 * with its own icon, word and sentence.
 */
export function CauseIcon(props: {
  cause: VerdictCause;
  /** Shows the word beside the icon; without it only readers hear it. */
  showLabel?: boolean;
}) {
  const { cause, showLabel = false } = props;
  const words = causeWords[cause];
  const Icon = causeIcons[cause];
  return (
    <Tooltip title={words.sentence} describeChild>
      <Box
        component="span"
        tabIndex={0}
        role={showLabel ? undefined : 'img'}
        aria-label={showLabel ? undefined : words.label}
        sx={{
          display: 'inline-flex',
          alignItems: 'center',
          gap: 0.5,
          verticalAlign: 'middle',
        }}
      >
        <Icon
          aria-hidden
          sx={{ fontSize: '1.125rem', color: toneColor[words.tone] }}
        />
        {showLabel ? words.label : null}
      </Box>
    </Tooltip>
  );
}

/** A risk score with the word of its band. */
export function RiskChip(props: { score: number; band: RiskBand }) {
  return (
    <Pill
      icon={bandIcons[props.band]}
      label={`risk ${formatScore(props.score)} ${props.band}`}
      tone={bandTones[props.band]}
    />
  );
}

/** Says that a target is a simulation; drawn wherever one is shown. */
export function SimulatedChip() {
  return (
    <Pill
      icon={Science}
      label="simulated"
      tone="neutral"
      hint="This target is a simulation; no real device or machine is touched."
    />
  );
}
