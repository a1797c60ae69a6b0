import {
  MetricSource,
  RangeQuery,
  Series,
  SourceUnavailableError,
  createHttpClient,
} from '@adaptive-delivery/plugin-release-node';
import { Config } from '@backstage/config';
import { errorIn, readMatrix } from './prometheusAnswer';

const CONFIG_KEY = 'adaptiveDelivery.metrics.prometheus';
const DEFAULT_TIMEOUT_SECONDS = 5;
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

export type PrometheusOptions = {
  /** Base address, with a path where the API is not at the root. */
  url: string;
  /** Of one attempt. */
  timeoutSeconds?: number;
  bearerToken?: string;
};

/** The failure in words; an axios error holds them in its answer or its code. */
function describeFailure(error: unknown, timeoutSeconds: number): string {
  if (!(error instanceof Error)) return String(error);
  const { code, response } = error as Error & {
    code?: string;
    response?: { status: number; data: unknown };
  };
  if (code === 'ERR_CANCELED' || code === 'ECONNABORTED') {
    return `no answer within ${timeoutSeconds} s`;
  }
  if (response) {
    const said = errorIn(response.data);
    return `it answered ${response.status}${said ? `: ${said}` : ''}`;
  }
  return error.message || code || error.name;
}

/**
 * Series from anything with Prometheus' HTTP API: Prometheus, Thanos, Mimir,
 * VictoriaMetrics. Only the configured host is ever called.
 */
export class PrometheusSource implements MetricSource {
  readonly name: string;
  private readonly client: ReturnType<typeof createHttpClient>;
  private readonly endpoint: string;
  private readonly timeoutSeconds: number;

  constructor(private readonly options: PrometheusOptions) {
    const url = new URL(options.url);
    this.timeoutSeconds = options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
    this.name = `Prometheus at ${url.origin}${url.pathname.replace(/\/$/, '')}`;
    this.endpoint = `${url.origin}${url.pathname.replace(
      /\/$/,
      '',
    )}/api/v1/query_range`;
    this.client = createHttpClient({
      allowedHosts: [url.host],
      timeoutMs: this.timeoutSeconds * 1000,
      maxResponseBytes: MAX_RESPONSE_BYTES,
      retries: 1,
    });
  }

  /**
   * @returns null when the config names no Prometheus.
   * @throws Error naming the key that cannot be used.
   */
  static fromConfig(config: Config): PrometheusSource | null {
    const section = config.getOptionalConfig(CONFIG_KEY);
    const url = section?.getOptionalString('url');
    if (!section || url === undefined) return null;
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new Error(
        `${CONFIG_KEY}.url is not an http or https address: ${url}; write one such as http://prometheus:9090`,
      );
    }
    const timeoutSeconds = section.getOptionalNumber('timeoutSeconds');
    if (
      timeoutSeconds !== undefined &&
      !(timeoutSeconds > 0 && timeoutSeconds <= 60)
    ) {
      throw new Error(
        `${CONFIG_KEY}.timeoutSeconds must be above 0 and at most 60, but is ${timeoutSeconds}`,
      );
    }
    return new PrometheusSource({
      url,
      timeoutSeconds,
      bearerToken: section.getOptionalString('bearerToken'),
    });
  }

  async queryRange(request: RangeQuery): Promise<Series | null> {
    const { query, start, end, stepSeconds } = request;
    try {
      const response = await this.client.get<unknown>(this.endpoint, {
        params: {
          query,
          start: start.getTime() / 1000,
          end: end.getTime() / 1000,
          step: stepSeconds,
        },
        headers: this.options.bearerToken
          ? { Authorization: `Bearer ${this.options.bearerToken}` }
          : {},
      });
      return readMatrix(response.data, query);
    } catch (error) {
      throw new SourceUnavailableError(
        this.name,
        describeFailure(error, this.timeoutSeconds),
        error,
      );
    }
  }
}
