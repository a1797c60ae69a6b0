/** What one pod reported in one minute; null where it did not report that metric. */
export type PodMinute = Readonly<Record<MetricName, number | null>>;

export const METRICS = ['successRate', 'latency', 'cpu', 'memory'] as const;
/** successRate is a share, latency in seconds, cpu and memory in percent of the limit. */
export type MetricName = (typeof METRICS)[number];

/** Each minute of the trial; null where the pod reported nothing. */
export type Pod = {
  name: string;
  minutes: ReadonlyArray<PodMinute | null>;
};

export const GROUPS = ['aa', 'benign', 'defect'] as const;
/** `aa`: both arms are the baseline, so every rollback is false. */
export type Group = (typeof GROUPS)[number];

/** One comparison of two arms, looked at each minute. */
export type Trial = {
  group: Group;
  /** Trials of one case are never split. */
  caseId: string;
  service: string;
  minutes: number;
  candidate: readonly Pod[];
  baseline: readonly Pod[];
};

/** What a judge made of a trial. */
export type Outcome = {
  /** Minutes after the start at which it rolled back; null where it did not. */
  rolledBackAfter: number | null;
  /** Higher is worse; ranks the trials for the AUC. */
  score: number;
};

/** The mean of what the pods of an arm reported, minute by minute. */
export function armSeries(
  pods: readonly Pod[],
  metric: MetricName,
  minutes: number,
): Array<number | null> {
  return Array.from({ length: minutes }, (_, minute) => {
    const values = pods.flatMap(pod => pod.minutes[minute]?.[metric] ?? []);
    return values.length
      ? values.reduce((sum, value) => sum + value, 0) / values.length
      : null;
  });
}

/** Whether any pod reported anything in a minute. */
export function reports(pods: readonly Pod[], minute: number): boolean {
  return pods.some(pod => pod.minutes[minute]);
}
