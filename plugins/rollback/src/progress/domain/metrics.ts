import {
  MetricFinding,
  MetricPlot,
  Verdict,
  VerdictCause,
} from '@adaptive-delivery/plugin-release-common';
import { TimeSpan } from '../../charts/gaps';

/** One metric of one look, with what its chart draws. */
export type MetricPanel = {
  metric: MetricFinding;
  span: TimeSpan;
  times: number[];
  candidate: Array<number | null>;
  baseline: Array<number | null>;
  /** The level at which the candidate counts as degraded; null when unknown. */
  trigger: number | null;
  /** Levels that differ from the baseline by less than the bound. */
  normal: { low: number; high: number } | null;
};

/** Known to be worse, not known to be well, known to be well. */
const badness: Record<VerdictCause, number> = {
  degraded: 0,
  sourceUnavailable: 1,
  noData: 1,
  insufficientSamples: 1,
  inconclusive: 1,
  healthy: 2,
};
const weight: Record<MetricFinding['criticality'], number> = {
  critical: 0,
  major: 1,
  info: 2,
};

/** What a look saw, worst first: by finding, criticality, then size of the effect. */
export function metricPanels(verdict: Verdict): MetricPanel[] {
  const span = {
    from: Date.parse(verdict.window.start),
    to: Date.parse(verdict.window.end),
  };
  return [...verdict.metrics]
    .sort(
      (a, b) =>
        badness[a.finding] - badness[b.finding] ||
        weight[a.criticality] - weight[b.criticality] ||
        harm(b) - harm(a),
    )
    .map(metric =>
      toPanel(
        metric,
        verdict.plot.find(plot => plot.name === metric.name),
        span,
      ),
    );
}

/** How far the effect goes in the bad direction. */
function harm(metric: MetricFinding): number {
  const effect = metric.effect ?? 0;
  return metric.direction === 'lowerIsBetter' ? effect : -effect;
}

function toPanel(
  metric: MetricFinding,
  plot: MetricPlot | undefined,
  span: TimeSpan,
): MetricPanel {
  return {
    metric,
    span,
    times: plot?.times.map(time => Date.parse(time)) ?? [],
    candidate: plot?.candidate ?? [],
    baseline: plot?.baseline ?? [],
    ...levels(metric),
  };
}

/** The bound is of the delta, so its level lies that far from the baseline. */
function levels(
  metric: MetricFinding,
): Pick<MetricPanel, 'trigger' | 'normal'> {
  if (metric.bound === null || metric.baseline === null) {
    return { trigger: null, normal: null };
  }
  const bound = Math.abs(metric.bound);
  return {
    trigger:
      metric.direction === 'lowerIsBetter'
        ? metric.baseline + bound
        : metric.baseline - bound,
    normal: { low: metric.baseline - bound, high: metric.baseline + bound },
  };
}
