import {
  AnalysisProfile,
  Verdict,
} from '@adaptive-delivery/plugin-release-common';
import { combine } from './combine';
import { examineMean } from './examineMean';
import { examineRatio } from './examineRatio';
import { judgeMetrics } from './findings';
import { plotOf } from './plot';
import { checkSamples } from './sampleGate';
import { axisOf } from './timeAxis';
import { Looks } from './statistics/lookAlpha';
import { Evidence, Examination } from './types';

/** A verdict without the ids and the time that it is filed under. */
export type Judgement = Pick<
  Verdict,
  'verdict' | 'cause' | 'words' | 'samples' | 'metrics' | 'plot'
>;

/**
 * Judges the candidate against the baseline: the same evidence always gives
 * the same verdict.
 *
 * @param options.evidence - `metrics` in the order of the profile's
 * @param options.looks - so that looking often raises no more false alarms than
 * looking once; without it this is taken for the only look
 */
export function judge(options: {
  profile: AnalysisProfile;
  window: { start: Date; end: Date };
  minSamples: number;
  evidence: Evidence;
  looks?: Looks;
}): Judgement {
  const { profile, window, minSamples, evidence, looks = null } = options;
  const axis = axisOf(window, profile.stepSeconds);
  const examinations = profile.metrics.map((metric, i): Examination => {
    const of = evidence.metrics[i];
    if (metric.kind === 'ratio' && of?.kind === 'ratio') {
      return examineRatio(metric, of, axis);
    }
    if (metric.kind === 'mean' && of?.kind === 'mean') {
      return examineMean(metric, of, axis);
    }
    throw new Error(
      `There is no evidence of a ${metric.kind} for ${metric.name}`,
    );
  });
  const gate = checkSamples(evidence.samples, minSamples, axis, looks);
  const metrics = judgeMetrics(profile, evidence.metrics, examinations, looks);
  return {
    ...combine(metrics, gate),
    samples: { candidate: gate.candidate, required: gate.required },
    metrics: metrics.map(({ finding }) => finding),
    plot: examinations.map((examination, i) =>
      plotOf(profile.metrics[i].name, examination.slots, axis),
    ),
  };
}
