/** Weights of the base metrics, CVSS v3.1 specification, section 7.4. */
const WEIGHTS = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
} as const;

/** Privileges weigh another way when the scope changes. */
const PRIVILEGES = {
  U: { N: 0.85, L: 0.62, H: 0.27 },
  C: { N: 0.85, L: 0.68, H: 0.5 },
} as const;

const METRIC = /^([A-Za-z]+):([A-Za-z]+)$/;

function metricsOf(vector: string): Map<string, string> | undefined {
  const [version, ...parts] = vector.split('/');
  if (!/^CVSS:3\.[01]$/.test(version)) return undefined;
  const metrics = new Map<string, string>();
  for (const part of parts) {
    const match = METRIC.exec(part);
    if (!match || metrics.has(match[1])) return undefined;
    metrics.set(match[1], match[2]);
  }
  return metrics;
}

/**
 * The smallest number with one decimal that is not below the value, in whole
 * numbers so that it comes out the same everywhere (appendix A).
 */
function roundUp(value: number): number {
  const scaled = Math.round(value * 100_000);
  if (scaled % 10_000 === 0) return scaled / 100_000;
  return (Math.floor(scaled / 10_000) + 1) / 10;
}

/**
 * The base score, 0 to 10 in steps of .1, of a CVSS v3.1 vector, after section
 * 7.1 of the specification (FIRST, 2019). A v3.0 vector is scored by the same
 * equations, which differ from its own in how rounding is written down only.
 * Temporal and environmental metrics are passed over.
 *
 * @returns undefined for a vector of another version, and for a broken one
 */
export function cvss3BaseScore(vector: string): number | undefined {
  const metrics = metricsOf(vector);
  const weight = (table: Readonly<Record<string, number>>, name: string) =>
    table[metrics?.get(name) ?? ''];
  const scope = metrics?.get('S');
  if (!metrics || (scope !== 'U' && scope !== 'C')) return undefined;

  const [av, ac, ui, c, i, a] = (
    Object.keys(WEIGHTS) as Array<keyof typeof WEIGHTS>
  ).map(name => weight(WEIGHTS[name], name));
  const pr = weight(PRIVILEGES[scope], 'PR');
  const iss = 1 - (1 - c) * (1 - i) * (1 - a);
  const exploitability = 8.22 * av * ac * pr * ui;
  const impact =
    scope === 'U'
      ? 6.42 * iss
      : 7.52 * (iss - 0.029) - 3.25 * (iss - 0.02) ** 15;
  // a metric that is absent or unknown has no weight
  if (Number.isNaN(impact + exploitability)) return undefined;
  if (impact <= 0) return 0;
  const sum = impact + exploitability;
  return roundUp(Math.min(scope === 'U' ? sum : 1.08 * sum, 10));
}
