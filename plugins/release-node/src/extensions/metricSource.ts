import { createExtensionPoint } from '@backstage/backend-plugin-api';

/** One series: times in milliseconds since 1970, ascending; never NaN or Infinity. */
export type Series = { times: number[]; values: number[] };

export type RangeQuery = {
  /** In the language of the source, with the label matchers filled in. */
  query: string;
  start: Date;
  end: Date;
  stepSeconds: number;
};

/** The source did not answer, or not with an answer: not the same as no data. */
export class SourceUnavailableError extends Error {
  readonly name = 'SourceUnavailableError';

  constructor(readonly source: string, reason: string, cause?: unknown) {
    super(`${source} is unavailable: ${reason}`, { cause });
  }
}

/** Where series come from. */
export interface MetricSource {
  readonly name: string;
  /**
   * The one series that the query gives; null when it gives none.
   *
   * @throws SourceUnavailableError when the source cannot answer.
   */
  queryRange(query: RangeQuery): Promise<Series | null>;
}

export interface MetricSourceExtensionPoint {
  setSource(source: MetricSource): void;
}

/** Replaces the Prometheus source of the analyzer. */
export const metricSourceExtensionPoint =
  createExtensionPoint<MetricSourceExtensionPoint>({
    id: 'canary-analyzer.metric-source',
  });
