import { Exposure } from '@adaptive-delivery/plugin-release-common';

/**
 * Text from outside as the contracts take it: one line, no control or
 * bidirectional characters, bounded.
 */
export function plainWords(value: string, maxLength = 1000): string {
  const plain = value
    .replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
  const bounded =
    plain.length > maxLength ? `${plain.slice(0, maxLength - 1)}…` : plain;
  return bounded.toWellFormed() || 'no reason was given';
}

export function messageOf(error: unknown): string {
  return plainWords(error instanceof Error ? error.message : String(error));
}

/** `25 % of the traffic` */
export function describeExposure(exposure: Exposure): string {
  const named = exposure.name ? ` "${exposure.name}"` : '';
  switch (exposure.kind) {
    case 'weight':
      return `${exposure.percent} % of the traffic`;
    case 'cohort':
      return `cohort${named}, ${exposure.percent} % of the devices`;
    case 'slot':
      return `slot${named}, ${exposure.percent} % of the traffic`;
    default:
      return `batch${named}, ${exposure.percent} % of the hosts`;
  }
}

/** `45 s`, `5 min`, `1 h 30 min` */
export function describeSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  }
  return minutes % 60
    ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${minutes / 60} h`;
}
