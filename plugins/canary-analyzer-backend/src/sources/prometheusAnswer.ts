import { Series } from '@adaptive-delivery/plugin-release-node';
import { z } from 'zod';

const success = z.object({
  status: z.literal('success'),
  warnings: z.array(z.string()).optional(),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

const failure = z.object({
  status: z.literal('error'),
  errorType: z.string(),
  error: z.string(),
});

/** The error message of an answer of Prometheus' HTTP API; null when it has none. */
export function errorIn(body: unknown): string | null {
  const answer = failure.safeParse(body);
  return answer.success
    ? `${answer.data.errorType}: ${answer.data.error}`
    : null;
}

function describeLabels(metric: Record<string, string>): string {
  return `{${Object.entries(metric)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}}`;
}

/**
 * The one series of an answer to `/api/v1/query_range`; null when it has none.
 * NaN and Inf are left out, as gaps. An answer with warnings may be partial, and
 * two series leave open which one is meant: neither is taken.
 *
 * @throws Error saying what is wrong with the answer.
 */
export function readMatrix(body: unknown, query: string): Series | null {
  const answer = success.safeParse(body);
  if (!answer.success) {
    throw new Error(
      errorIn(body) ??
        'the answer is not the JSON of the Prometheus HTTP API (/api/v1/query_range); check the address',
    );
  }
  const { data, warnings = [] } = answer.data;
  if (warnings.length > 0) {
    throw new Error(
      `the answer may be incomplete, it came with warnings: ${warnings.join(
        '; ',
      )}`,
    );
  }
  if (data.result.length > 1) {
    throw new Error(
      `${query} gives ${data.result.length} series, such as ` +
        `${describeLabels(data.result[0].metric)} and ${describeLabels(
          data.result[1].metric,
        )}; ` +
        'wrap it in an aggregation such as sum(...) or name more labels, so that it gives one',
    );
  }
  const [found] = data.result;
  if (!found) return null;
  const series: Series = { times: [], values: [] };
  for (const [time, text] of found.values) {
    const value = text.trim() === '' ? NaN : Number(text);
    if (Number.isFinite(value)) {
      series.times.push(Math.round(time * 1000));
      series.values.push(value);
    }
  }
  return series.times.length > 0 ? series : null;
}
