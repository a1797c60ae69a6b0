import { PrometheusError } from './PrometheusError';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const DURATION =
  /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const UNIT_MS = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000];

function invalid(parameter: string, why: string): never {
  throw new PrometheusError(`invalid parameter "${parameter}": ${why}`);
}

/** Unix seconds or RFC 3339, as ms since 1970. */
export function parseTime(parameter: string, value: unknown): number {
  const given = typeof value === 'string' ? value : '';
  const ms = NUMBER.test(given)
    ? Math.round(Number(given) * 1000)
    : Date.parse(RFC3339.test(given) ? given : '');
  return Number.isFinite(ms)
    ? ms
    : invalid(
        parameter,
        `cannot parse ${JSON.stringify(given)} to a valid timestamp`,
      );
}

/** Seconds or a duration such as `15s` or `1m30s`, as ms. */
export function parseDuration(parameter: string, value: unknown): number {
  const given = typeof value === 'string' ? value : '';
  if (NUMBER.test(given)) return Math.round(Number(given) * 1000);
  const match = given ? DURATION.exec(given) : null;
  if (!match) {
    return invalid(
      parameter,
      `cannot parse ${JSON.stringify(given)} to a valid duration`,
    );
  }
  return [...UNIT_MS, 1000, 1].reduce(
    (sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unit,
    0,
  );
}
