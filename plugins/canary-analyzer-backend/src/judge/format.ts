import { AnalysisMetric } from '@adaptive-delivery/plugin-release-common';

type Unit = AnalysisMetric['unit'];

/** Three significant digits, whole above 100, thousands apart. */
export function formatNumber(value: number): string {
  if (Math.abs(value) >= 100) {
    return Math.round(value)
      .toString()
      .replace(/\B(?=(\d{3})+$)/g, ',');
  }
  return String(Number(value.toPrecision(3)));
}

function scaled(
  value: number,
  steps: ReadonlyArray<readonly [number, string]>,
): string {
  const [size, name] =
    steps.find(([least]) => Math.abs(value) >= least) ??
    steps[steps.length - 1];
  return `${formatNumber(value / size)} ${name}`;
}

const BYTES = [
  [1024 ** 3, 'GiB'],
  [1024 ** 2, 'MiB'],
  [1024, 'KiB'],
  [1, 'B'],
] as const;
const SECONDS = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
] as const;

function inUnit(value: number, unit: Unit, percent: string): string {
  switch (unit) {
    case 'ratio':
      return `${formatNumber(value * 100)} ${percent}`;
    case 'seconds':
      return value === 0 ? '0 s' : scaled(value, SECONDS);
    case 'bytes':
      return scaled(value, BYTES);
    case 'cores':
      return `${formatNumber(value)} cores`;
    case 'celsius':
      return `${formatNumber(value)} °C`;
    case 'perSecond':
      return `${formatNumber(value)}/s`;
    default:
      return formatNumber(value);
  }
}

/** `5.2 %`, `181 ms`, `512 MiB`. */
export function formatValue(value: number, unit: Unit): string {
  return inUnit(value, unit, '%');
}

/** `+5 pp`, `-38 ms`: a difference, with its sign. */
export function formatDelta(delta: number, unit: Unit): string {
  return `${delta < 0 ? '' : '+'}${inUnit(delta, unit, 'pp')}`;
}

/** `p = 0.012`, `p < 0.0001`. */
export function formatP(pValue: number): string {
  return pValue < 1e-4 ? 'p < 0.0001' : `p = ${Number(pValue.toPrecision(2))}`;
}

/** `15:04:05Z` */
export function describeTime(time: number): string {
  return `${new Date(time).toISOString().slice(11, 19)}Z`;
}

/** `45 s`, `4 min`, `1.5 h`. */
export function describeSpan(seconds: number): string {
  if (seconds < 120) return `${formatNumber(seconds)} s`;
  if (seconds < 7200) return `${formatNumber(seconds / 60)} min`;
  return `${formatNumber(seconds / 3600)} h`;
}

/** Fit for a screen and a contract: one line, no control or direction characters, at most `length`. */
export function plainText(value: string, length: number): string {
  const clean = value
    .toWellFormed()
    .replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
  if (clean.length <= length) return clean;
  return `${clean.slice(0, length - 1).toWellFormed()}…`;
}
