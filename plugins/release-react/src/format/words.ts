import {
  DecisionState,
  EnforcementMode,
  RiskBand,
  RolloutState,
  VerdictCause,
  VerdictName,
} from '@adaptive-delivery/plugin-release-common';

/** How a thing stands; each has its colour, and never the colour alone. */
export type Tone = 'good' | 'bad' | 'attention' | 'active' | 'neutral';

export type StateWords = { label: string; tone: Tone; sentence: string };

export const decisionWords: Record<DecisionState, StateWords> = {
  decided: {
    label: 'decided (shadow)',
    tone: 'neutral',
    sentence: 'Logged only; the portal does not act on it.',
  },
  blocked: {
    label: 'blocked',
    tone: 'bad',
    sentence: 'A gate of the policy forbids this release.',
  },
  awaitingApproval: {
    label: 'waiting for approval',
    tone: 'attention',
    sentence: 'Nothing happens until a person approves.',
  },
  queued: {
    label: 'queued',
    tone: 'active',
    sentence: 'Released as soon as its target is free.',
  },
  releasing: {
    label: 'releasing',
    tone: 'active',
    sentence: 'It is being rolled out step by step.',
  },
  promoted: {
    label: 'promoted',
    tone: 'good',
    sentence: 'It went out to the whole target.',
  },
  rolledBack: {
    label: 'rolled back',
    tone: 'bad',
    sentence: 'It was taken back; the stable version runs again.',
  },
  rejected: {
    label: 'rejected',
    tone: 'bad',
    sentence: 'It will not be released.',
  },
  expired: {
    label: 'expired',
    tone: 'neutral',
    sentence: 'Nobody approved it in time.',
  },
  frozen: {
    label: 'frozen',
    tone: 'attention',
    sentence: 'Stopped where it is; a person has to decide.',
  },
  superseded: {
    label: 'superseded',
    tone: 'neutral',
    sentence: 'A newer build took its place.',
  },
};

export const rolloutWords: Record<RolloutState, StateWords> = {
  pending: {
    label: 'pending',
    tone: 'neutral',
    sentence: 'It waits until its target is free.',
  },
  applying: {
    label: 'applying',
    tone: 'active',
    sentence: 'The exposure of this step is being set.',
  },
  baking: {
    label: 'baking',
    tone: 'active',
    sentence: 'It runs at this exposure while samples come in.',
  },
  judging: {
    label: 'judging',
    tone: 'active',
    sentence: 'Candidate and baseline are being compared.',
  },
  promoting: {
    label: 'promoting',
    tone: 'active',
    sentence: 'It is becoming the stable version.',
  },
  paused: {
    label: 'paused',
    tone: 'attention',
    sentence: 'It holds its exposure until a person goes on.',
  },
  rollingBack: {
    label: 'rolling back',
    tone: 'bad',
    sentence: 'The stable version is being restored.',
  },
  promoted: {
    label: 'promoted',
    tone: 'good',
    sentence: 'It is the stable version now.',
  },
  rolledBack: {
    label: 'rolled back',
    tone: 'bad',
    sentence: 'The stable version runs again.',
  },
  rollbackFailed: {
    label: 'rollback failed',
    tone: 'bad',
    sentence: 'The stable version could not be restored; act now.',
  },
  frozen: {
    label: 'frozen',
    tone: 'attention',
    sentence: 'Stopped where it is; a person has to decide.',
  },
  refused: {
    label: 'refused',
    tone: 'bad',
    sentence: 'The target never got it.',
  },
};

export const verdictWords: Record<VerdictName, StateWords> = {
  promote: {
    label: 'promote',
    tone: 'good',
    sentence: 'Nothing speaks against going on.',
  },
  slow: {
    label: 'slow',
    tone: 'attention',
    sentence: 'Not yet sure enough to go on.',
  },
  rollback: {
    label: 'rollback',
    tone: 'bad',
    sentence: 'It is worse than the baseline.',
  },
};

export const causeWords: Record<VerdictCause, StateWords> = {
  healthy: {
    label: 'healthy',
    tone: 'good',
    sentence: 'The candidate does as well as the baseline.',
  },
  degraded: {
    label: 'worse',
    tone: 'bad',
    sentence: 'The candidate is worse than the baseline, beyond chance.',
  },
  inconclusive: {
    label: 'unsure',
    tone: 'attention',
    sentence:
      'The difference may be chance or may be real; more time will tell.',
  },
  insufficientSamples: {
    label: 'too few samples',
    tone: 'attention',
    sentence: 'The candidate has not had enough traffic to be judged.',
  },
  noData: {
    label: 'no data',
    tone: 'neutral',
    sentence:
      'The monitoring answered but has no samples; that is not good news.',
  },
  sourceUnavailable: {
    label: 'monitoring down',
    tone: 'bad',
    sentence: 'The monitoring did not answer, so nothing can be said.',
  },
};

export const bandTones: Record<RiskBand, Tone> = {
  low: 'good',
  medium: 'active',
  high: 'attention',
  critical: 'bad',
};

export const enforcementWords: Record<EnforcementMode, string> = {
  shadow:
    'Shadow: this decision is only logged. The portal releases nothing and stops nothing.',
  advisory:
    'Advisory: the portal acts only after a person has approved in this page.',
  enforced: 'Enforced: the portal acts by itself.',
};

export const roleWords: Record<string, string> = {
  owner: 'service owner',
  sre: 'SRE',
  security: 'security',
};
