/** What is written where there is no number; never a zero. */
export const NO_DATA = 'no data';

const MINUS = '\u2212';
const NARROW_SPACE = '\u202f';

/** Three significant digits, thousands grouped, without an exponent. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return NO_DATA;
  const text = new Intl.NumberFormat('en', {
    maximumSignificantDigits: Math.abs(value) >= 1000 ? 21 : 3,
    maximumFractionDigits: Math.abs(value) >= 1000 ? 0 : 20,
    roundingPriority: 'lessPrecision',
  }).format(value);
  return text === '-0' ? '0' : text.replace('-', MINUS);
}

type Scaled = { factor: number; unit: string };

function byteScale(size: number): Scaled {
  if (size >= 2 ** 30) return { factor: 2 ** -30, unit: 'GiB' };
  if (size >= 2 ** 20) return { factor: 2 ** -20, unit: 'MiB' };
  if (size >= 2 ** 10) return { factor: 2 ** -10, unit: 'KiB' };
  return { factor: 1, unit: 'B' };
}

function secondScale(size: number): Scaled {
  if (size >= 10) return { factor: 1, unit: 's' };
  if (size > 0 && size < 0.001) return { factor: 1e6, unit: 'µs' };
  return { factor: 1e3, unit: 'ms' };
}

/** How a size in one of the profile's units is written. */
function scale(unit: string, size: number, isDelta: boolean): Scaled {
  switch (unit) {
    case 'ratio':
      return { factor: 100, unit: isDelta ? 'pp' : '%' };
    case 'seconds':
      return secondScale(size);
    case 'bytes':
      return byteScale(size);
    case 'cores':
      return { factor: 1, unit: 'cores' };
    case 'celsius':
      return { factor: 1, unit: '°C' };
    case 'perSecond':
      return { factor: 1, unit: '/s' };
    case 'count':
      return { factor: 1, unit: '' };
    default:
      return { factor: 1, unit };
  }
}

function join(number: string, unit: string): string {
  return unit ? `${number}${NARROW_SPACE}${unit}` : number;
}

function signed(value: number, text: string): string {
  return value > 0 ? `+${text}` : text;
}

/** A value of a metric with its unit: `0.21 %`, `181 ms`, `512 MiB`. */
export function formatMetric(
  value: number | null | undefined,
  unit: string,
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return NO_DATA;
  }
  const { factor, unit: name } = scale(unit, Math.abs(value), false);
  return join(formatNumber(value * factor), name);
}

/** A difference with its sign and unit: `+0.03 pp`, `−38 ms`. */
export function formatDelta(
  value: number | null | undefined,
  unit: string,
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return NO_DATA;
  }
  const { factor, unit: name } = scale(unit, Math.abs(value), true);
  return signed(value, join(formatNumber(value * factor), name));
}

/** A relative difference, 0.21 as `+21 %`. */
export function formatEffect(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return NO_DATA;
  }
  return signed(value, join(formatNumber(value * 100), '%'));
}

/** An interval of a difference: `−2.1 to +4 ms (95 %)`. */
export function formatInterval(
  interval: { low: number; high: number; confidence: number } | null,
  unit: string,
): string {
  if (!interval) return NO_DATA;
  const { low, high, confidence } = interval;
  const widest = Math.max(Math.abs(low), Math.abs(high));
  const { factor, unit: name } = scale(unit, widest, true);
  const bound = (value: number) => signed(value, formatNumber(value * factor));
  return `${join(`${bound(low)} to ${bound(high)}`, name)} (${join(
    formatNumber(confidence * 100),
    '%',
  )})`;
}

/** A size in bytes: `1.2 MiB`. */
export function formatBytes(value: number): string {
  return formatMetric(value, 'bytes');
}

/** An exposure between 0 and 100: `25 %`. */
export function formatPercent(value: number): string {
  return join(formatNumber(value), '%');
}

/** A risk score, at most one decimal. */
export function formatScore(value: number): string {
  return String(Number(value.toFixed(1))).replace('-', MINUS);
}

/** Points of a score with their sign: `+22`, `−3.5`. */
export function formatContribution(value: number): string {
  return signed(value, formatScore(value));
}
