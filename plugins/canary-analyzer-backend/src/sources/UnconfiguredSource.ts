import {
  MetricSource,
  SourceUnavailableError,
} from '@adaptive-delivery/plugin-release-node';

export const NOT_CONFIGURED =
  'set adaptiveDelivery.metrics.prometheus.url to the address of your Prometheus, or install a module that brings another source';

/** Stands where no source is configured: every verdict then says so. */
export class UnconfiguredSource implements MetricSource {
  readonly name = 'The metric source';

  async queryRange(): Promise<never> {
    throw new SourceUnavailableError(
      this.name,
      `none is configured: ${NOT_CONFIGURED}`,
    );
  }
}
