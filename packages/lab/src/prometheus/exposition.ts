/** One sample of the text exposition format. */
export type ExposedSample = {
  name: string;
  labels: Record<string, string>;
  value: number;
};

const LINE =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?$/;
const LABEL =
  /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)/;
const SPECIAL: Record<string, number> = {
  '+Inf': Infinity,
  '-Inf': -Infinity,
  NaN: NaN,
};

function unreadable(line: number, words: string): never {
  throw new Error(`line ${line} of the exposition cannot be read: ${words}`);
}

function parseLabels(text: string, line: number): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest.trim()) {
    const match = LABEL.exec(rest);
    if (!match) return unreadable(line, `labels ${JSON.stringify(rest)}`);
    labels[match[1]] = match[2].replace(/\\(.)/g, (_, char: string) =>
      char === 'n' ? '\n' : char,
    );
    rest = rest.slice(match[0].length);
  }
  return labels;
}

/**
 * Reads Prometheus' text exposition format, version 0.0.4; comments and
 * timestamps are left out.
 *
 * @throws Error naming the first line that cannot be read.
 */
export function parseExposition(text: string): ExposedSample[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    if (!line || line.startsWith('#')) return [];
    const match = LINE.exec(line);
    if (!match) return unreadable(index + 1, JSON.stringify(line));
    const value = SPECIAL[match[3]] ?? Number(match[3]);
    if (Number.isNaN(value) && match[3] !== 'NaN') {
      return unreadable(index + 1, `value ${JSON.stringify(match[3])}`);
    }
    const labels = parseLabels(match[2] ?? '', index + 1);
    return [{ name: match[1], labels, value }];
  });
}

function escapeLabel(value: string) {
  return value
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/"/g, '\\"');
}

function formatValue(value: number) {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

export type MetricFamily = {
  name: string;
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  samples: ExposedSample[];
};

/** Writes the text exposition format, version 0.0.4. */
export function formatExposition(families: readonly MetricFamily[]): string {
  return families
    .map(({ name, help, type, samples }) => {
      const lines = samples.map(sample => {
        const labels = Object.entries(sample.labels)
          .map(([key, value]) => `${key}="${escapeLabel(value)}"`)
          .join(',');
        const selector = labels ? `${sample.name}{${labels}}` : sample.name;
        return `${selector} ${formatValue(sample.value)}\n`;
      });
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join(
        '',
      )}`;
    })
    .join('');
}

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
