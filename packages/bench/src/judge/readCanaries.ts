import { CsvError, CsvTable, parseCsv } from '../risk/parseCsv';
import { cellReader } from './cells';
import { METRICS, MetricName, Pod, PodMinute, Trial } from './trials';

/** Column and factor to the metric's unit. */
const COLUMNS: Record<MetricName, [column: string, factor: number]> = {
  successRate: ['success_rate_pct', 0.01],
  latency: ['latency_s', 1],
  cpu: ['cpu_pct', 1],
  memory: ['mem_pct', 1],
};

/** Values of the callers of a pod in one minute. */
type Cell = Record<MetricName, number[]>;
type Pods = Map<string, Map<number, Cell>>;
type Arms = { candidate: Pods; baseline: Pods };

function readRows(table: CsvTable): Map<string, Arms> {
  const read = cellReader(table);
  const cases = new Map<string, Arms>();
  for (const row of table.rows) {
    const id = read.text(row, 'case');
    const arms = cases.get(id) ?? {
      candidate: new Map(),
      baseline: new Map(),
    };
    cases.set(id, arms);
    const pods = arms[read.oneOf(row, 'arm', ['candidate', 'baseline'])];
    const name = read.text(row, 'pod');
    const minutes = pods.get(name) ?? new Map<number, Cell>();
    pods.set(name, minutes);
    const minute = Math.floor(read.number(row, 'ts') / 60);
    const cell = minutes.get(minute) ?? {
      successRate: [],
      latency: [],
      cpu: [],
      memory: [],
    };
    minutes.set(minute, cell);
    for (const metric of METRICS) {
      const [column, factor] = COLUMNS[metric];
      const value = read.optionalNumber(row, column);
      if (value !== null) cell[metric].push(value * factor);
    }
  }
  return cases;
}

function meanOf(values: number[]): number | null {
  return values.length
    ? values.reduce((sum, value) => sum + value, 0) / values.length
    : null;
}

function toPods(pods: Pods, first: number, minutes: number): Pod[] {
  return Array.from(pods, ([name, cells]) => ({
    name,
    minutes: Array.from({ length: minutes }, (_, i): PodMinute | null => {
      const cell = cells.get(first + i);
      return cell
        ? {
            successRate: meanOf(cell.successRate),
            latency: meanOf(cell.latency),
            cpu: meanOf(cell.cpu),
            memory: meanOf(cell.memory),
          }
        : null;
    }),
  }));
}

/**
 * Trials of real canaries: each labelled case, and as A/A each of its baseline
 * pods against the others of that case.
 *
 * @param casesText - `<prefix>_cases.csv`
 * @param rowsText - `<prefix>_canary_rows.csv`
 * @throws CsvError
 */
export function readCanaries(casesText: string, rowsText: string): Trial[] {
  const rows = readRows(parseCsv(rowsText));
  const table = parseCsv(casesText);
  const read = cellReader(table);
  return table.rows.flatMap((row): Trial[] => {
    const caseId = read.text(row, 'case');
    const arms = rows.get(caseId);
    if (!arms || arms.baseline.size === 0) {
      throw new CsvError(`line ${row.line}: ${caseId} has no baseline rows`);
    }
    const times = [arms.candidate, arms.baseline].flatMap(pods =>
      Array.from(pods.values()).flatMap(cells => Array.from(cells.keys())),
    );
    const first = Math.min(...times);
    const minutes = Math.max(...times) - first + 1;
    const candidate = toPods(arms.candidate, first, minutes);
    const baseline = toPods(arms.baseline, first, minutes);
    const common = { caseId, service: read.text(row, 'service'), minutes };
    const siblings = baseline.length > 1 ? baseline : [];
    return [
      {
        ...common,
        group: read.flag(row, 'label') ? 'defect' : 'benign',
        candidate,
        baseline,
      },
      ...siblings.map(
        (pod): Trial => ({
          ...common,
          group: 'aa',
          candidate: [pod],
          baseline: baseline.filter(other => other !== pod),
        }),
      ),
    ];
  });
}
