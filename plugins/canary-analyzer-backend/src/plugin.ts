import {
  Access,
  MetricSource,
  domainClockServiceRef,
  metricSourceExtensionPoint,
} from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { DatabaseVerdictStore } from './database';
import { JudgementService, createRouter } from './service';
import {
  NOT_CONFIGURED,
  PrometheusSource,
  UnconfiguredSource,
} from './sources';

/** Judges a candidate against its baseline. */
export const canaryAnalyzerPlugin = createBackendPlugin({
  pluginId: 'canary-analyzer',
  register(env) {
    let source: MetricSource | undefined;
    env.registerExtensionPoint(metricSourceExtensionPoint, {
      setSource(replacement) {
        if (source) {
          throw new Error(
            `The analyzer has two metric sources, ${source.name} and ${replacement.name}; install one module only`,
          );
        }
        source = replacement;
      },
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        clock: domainClockServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
      },
      async init(deps) {
        source ??= PrometheusSource.fromConfig(deps.config) ?? undefined;
        if (!source) {
          deps.logger.warn(
            `No metric source: nothing will be promoted. To judge releases, ${NOT_CONFIGURED}.`,
          );
        }
        const service = new JudgementService({
          store: await DatabaseVerdictStore.create(deps),
          source: source ?? new UnconfiguredSource(),
          clock: deps.clock,
        });
        deps.httpRouter.use(
          createRouter({
            service,
            access: new Access(deps),
            auditor: deps.auditor,
          }),
        );
      },
    });
  },
});
