/** An error in the words and with the type of Prometheus' HTTP API. */
export class PrometheusError extends Error {
  readonly name = 'PrometheusError';

  constructor(
    message: string,
    readonly errorType: 'bad_data' | 'execution' | 'internal' = 'bad_data',
    readonly statusCode: number = 400,
  ) {
    super(message);
  }
}
