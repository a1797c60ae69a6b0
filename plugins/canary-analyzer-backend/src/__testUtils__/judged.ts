import {
  AnalysisProfile,
  parseContract,
} from '@adaptive-delivery/plugin-release-common';
import { judge } from '../judge';
import { Evidence } from '../judge/types';
import { WINDOW, profileOf, ratioMetric } from './evidence';

export const errors = profileOf(ratioMetric());

/** The judgement, held to the contract. */
export function judged(
  evidence: Evidence,
  profile: AnalysisProfile = errors,
  minSamples = 500,
) {
  const judgement = judge({ profile, window: WINDOW, minSamples, evidence });
  parseContract('verdict', {
    ...judgement,
    schemaVersion: '1.0',
    verdictId: '00000000-0000-4000-8000-000000000000',
    rolloutId: '00000000-0000-4000-8000-000000000000',
    step: 0,
    look: 0,
    window: {
      start: WINDOW.start.toISOString(),
      end: WINDOW.end.toISOString(),
    },
    judgedAt: WINDOW.end.toISOString(),
  });
  return judgement;
}
