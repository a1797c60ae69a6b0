export type Latencies = { p50: number; p99: number; max: number };

/** Milliseconds to a tenth, by the nearest-rank method. */
export function summarize(milliseconds: readonly number[]): Latencies {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number) => {
    const rank = Math.max(1, Math.ceil(share * sorted.length));
    return Math.round((sorted[rank - 1] ?? NaN) * 10) / 10;
  };
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
