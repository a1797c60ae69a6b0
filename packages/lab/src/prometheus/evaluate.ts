import { PrometheusError } from './PrometheusError';
import { Selector } from './parseSelector';
import { Labels, SeriesSource } from './SeriesSource';

/** Prometheus' own limit of points per series. */
export const MAX_POINTS = 11_000;

export type RangeRequest = {
  selector: Selector;
  /** All three in ms. */
  start: number;
  end: number;
  step: number;
};

/** `[unix seconds, value as text]`, as Prometheus answers. */
export type Point = [number, string];
export type MatrixSeries = { metric: Labels; values: Point[] };
export type VectorSample = { metric: Labels; value: Point };

const point = (time: number, value: number): Point => [
  time / 1000,
  String(value),
];

function byLabels(a: { metric: Labels }, b: { metric: Labels }) {
  const [x, y] = [JSON.stringify(a.metric), JSON.stringify(b.metric)];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

/**
 * Evaluates a selector at start, start + step, ... up to end inclusive, as
 * Prometheus' range query does; series without a point are left out.
 */
export function evaluateRange(
  source: SeriesSource,
  request: RangeRequest,
): MatrixSeries[] {
  const { selector, start, end, step } = request;
  if (end < start) {
    throw new PrometheusError(
      'invalid parameter "end": end timestamp must not be before start time',
    );
  }
  if (step <= 0) {
    throw new PrometheusError(
      'invalid parameter "step": zero or negative query resolution step widths ' +
        'are not accepted. Try a positive integer',
    );
  }
  if ((end - start) / step > MAX_POINTS) {
    throw new PrometheusError(
      'exceeded maximum resolution of 11,000 points per timeseries. Try ' +
        'decreasing the query resolution (?step=XX)',
    );
  }
  return source
    .select(selector, start, end)
    .map(series => {
      const values: Point[] = [];
      for (let time = start; time <= end; time += step) {
        const value = series.at(time);
        if (value !== undefined) values.push(point(time, value));
      }
      return { metric: series.labels, values };
    })
    .filter(series => series.values.length > 0)
    .sort(byLabels);
}

/** Evaluates a selector at one time. */
export function evaluateInstant(
  source: SeriesSource,
  selector: Selector,
  time: number,
): VectorSample[] {
  return source
    .select(selector, time, time)
    .flatMap(series => {
      const value = series.at(time);
      return value === undefined
        ? []
        : [{ metric: series.labels, value: point(time, value) }];
    })
    .sort(byLabels);
}
