import {
  MetricFinding,
  VerdictCause,
  VerdictName,
} from '@adaptive-delivery/plugin-release-common';
import { JudgedMetric } from './findings';
import { formatDelta, formatNumber, formatValue, plainText } from './format';
import { SampleGate } from './sampleGate';

export type Conclusion = {
  verdict: VerdictName;
  cause: VerdictCause;
  words: string;
};

function conclude(
  verdict: VerdictName,
  cause: VerdictCause,
  words: string,
): Conclusion {
  return { verdict, cause, words: plainText(`${words}.`, 1000) };
}

/** `; also Memory, CPU` for the others with the same finding. */
function andOthers(others: MetricFinding[]): string {
  return others.length === 0
    ? ''
    : `; the same goes for ${others.map(({ title }) => title).join(', ')}`;
}

function describeHealthy(metrics: JudgedMetric[], gate: SampleGate): string {
  const deciding = metrics.filter(
    ({ metric }) => metric.criticality !== 'info',
  );
  const { metric, finding, nearness } = deciding.reduce((a, b) =>
    (b.nearness ?? 0) > (a.nearness ?? 0) ? b : a,
  );
  const asides = metrics
    .filter(
      judged =>
        !deciding.includes(judged) && judged.finding.finding !== 'healthy',
    )
    .map(judged => `${judged.metric.title} is ${judged.finding.finding}`);
  const count =
    deciding.length === 1
      ? '1 metric is within its bound'
      : `${deciding.length} metrics are within their bounds`;
  const { unit, title } = metric;
  const closest = nearness
    ? `closest to its bound is ${title}, ${formatValue(
        finding.candidate ?? 0,
        unit,
      )} against ${formatValue(finding.baseline ?? 0, unit)} ` +
      `(${formatDelta(finding.delta ?? 0, unit)} of ` +
      `${formatDelta(finding.bound ?? 0, unit)})`
    : 'none is worse than at the baseline';
  return (
    `Promote: ${count} with ${formatNumber(gate.candidate ?? 0)} ` +
    `candidate samples (${formatNumber(gate.required)} needed); ${closest}` +
    `${asides.length ? `; for information only: ${asides.join(', ')}` : ''}`
  );
}

/** What to tell first: the most critical, then the profile's order. */
function byCriticality(findings: MetricFinding[]): MetricFinding[] {
  const rank = { critical: 0, major: 1, info: 2 };
  return [...findings].sort(
    (a, b) => rank[a.criticality] - rank[b.criticality],
  );
}

/**
 * One verdict from the findings. Only a critical metric can roll back, and only
 * with enough samples, unless the harm is overwhelming. Silence, a source that
 * is down, too few samples and an unclear difference each hold the rollout in
 * their own name, but a candidate that went down is rolled back; a metric that is only `info` never decides.
 */
export function combine(metrics: JudgedMetric[], gate: SampleGate): Conclusion {
  const deciding = byCriticality(
    metrics
      .map(({ finding }) => finding)
      .filter(({ criticality }) => criticality !== 'info'),
  );
  const having = (finding: VerdictCause) =>
    deciding.filter(metric => metric.finding === finding);
  const degraded = having('degraded');
  const critical = degraded.filter(m => m.criticality === 'critical');

  if (!gate.fault && critical.length > 0) {
    const [first, ...others] = critical;
    return conclude(
      'rollback',
      'degraded',
      `Roll back: ${first.words}${andOthers(others)}`,
    );
  }
  const overwhelming = metrics.find(({ isOverwhelming }) => isOverwhelming);
  if (overwhelming) {
    return conclude(
      'rollback',
      'degraded',
      `Roll back without waiting for ${formatNumber(gate.required)} samples: ` +
        `${overwhelming.finding.words}, far beyond chance`,
    );
  }
  if (gate.outage) {
    return conclude('rollback', 'noData', `Roll back: ${gate.outage}`);
  }
  for (const [cause, action] of [
    ['sourceUnavailable', 'Hold, the metric source does not answer'],
    ['noData', 'Hold, there is no data'],
    ['insufficientSamples', 'Wait, there are too few samples'],
  ] as const) {
    const [first, ...others] = having(cause);
    if (gate.fault?.finding === cause) {
      return conclude('slow', cause, `${action}: ${gate.fault.words}`);
    }
    if (first) {
      return conclude(
        'slow',
        cause,
        `${action}: ${first.words}${andOthers(others)}`,
      );
    }
  }
  if (degraded.length > 0) {
    const [first, ...others] = degraded;
    return conclude(
      'slow',
      'degraded',
      `Do not promote, but no critical metric is hurt: ${
        first.words
      }${andOthers(others)}`,
    );
  }
  const [unclear, ...others] = having('inconclusive');
  if (unclear) {
    return conclude(
      'slow',
      'inconclusive',
      `Wait, it is not clear yet: ${unclear.words}${andOthers(others)}`,
    );
  }
  if (deciding.length === 0) {
    return conclude(
      'slow',
      'inconclusive',
      'Wait, nothing can be told: no metric of the analysis profile is critical or major',
    );
  }
  return conclude('promote', 'healthy', describeHealthy(metrics, gate));
}
