import { formatExposition, MetricFamily } from '../prometheus/exposition';

/** Upper bounds in seconds, fine where the service's answers lie. */
const BUCKETS = [
  0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.0425, 0.045, 0.0475, 0.05,
  0.055, 0.06, 0.07, 0.08, 0.1, 0.125, 0.15, 0.2, 0.25, 0.275, 0.3, 0.325, 0.35,
  0.4, 0.5, 0.75, 1, 2.5, 5,
];

export type AnsweredRequest = {
  path: string;
  code: number;
  seconds: number;
  cpuSeconds: number;
};

/** What one process of the service has counted and measured since it started. */
export class ServiceMetrics {
  private readonly requests = new Map<string, number>();
  private readonly buckets = new Array<number>(BUCKETS.length + 1).fill(0);
  private seconds = 0;
  private cpuSeconds = 0;
  private orders = 0;

  constructor(private readonly version: string) {}

  answered(request: AnsweredRequest): void {
    const key = JSON.stringify([request.path, String(request.code)]);
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
    const index = BUCKETS.findIndex(bound => request.seconds <= bound);
    this.buckets[index < 0 ? BUCKETS.length : index]++;
    this.seconds += request.seconds;
    this.cpuSeconds += request.cpuSeconds;
  }

  ordered(): void {
    this.orders++;
  }

  expose(): string {
    const cpu = process.cpuUsage();
    return formatExposition([
      this.requestFamily(),
      this.durationFamily(),
      this.single(
        'http_request_cpu_seconds_total',
        'CPU time spent on answering requests.',
        'counter',
        this.cpuSeconds,
      ),
      this.single('orders_total', 'Orders taken.', 'counter', this.orders),
      this.single(
        'process_cpu_seconds_total',
        'CPU time of the process.',
        'counter',
        (cpu.user + cpu.system) / 1e6,
      ),
      this.single(
        'process_resident_memory_bytes',
        'Resident memory of the process.',
        'gauge',
        process.memoryUsage.rss(),
      ),
    ]);
  }

  private single(
    name: string,
    help: string,
    type: 'counter' | 'gauge',
    value: number,
  ): MetricFamily {
    const labels = { version: this.version };
    return { name, help, type, samples: [{ name, labels, value }] };
  }

  private requestFamily(): MetricFamily {
    const name = 'http_requests_total';
    return {
      name,
      help: 'Requests answered.',
      type: 'counter',
      samples: [...this.requests].map(([key, value]) => {
        const [path, code] = JSON.parse(key);
        return { name, labels: { version: this.version, path, code }, value };
      }),
    };
  }

  private durationFamily(): MetricFamily {
    const name = 'http_request_duration_seconds';
    const { version } = this;
    let total = 0;
    const buckets = this.buckets.map((count, index) => {
      total += count;
      const le = index < BUCKETS.length ? String(BUCKETS[index]) : '+Inf';
      return { name: `${name}_bucket`, labels: { version, le }, value: total };
    });
    return {
      name,
      help: 'Time from request to answer.',
      type: 'histogram',
      samples: [
        ...buckets,
        { name: `${name}_sum`, labels: { version }, value: this.seconds },
        { name: `${name}_count`, labels: { version }, value: total },
      ],
    };
  }
}
