import {
  Access,
  Attestor,
  DefaultPluginClient,
  Evidence,
  MetricSource,
  RemoteStatements,
  StatementLoop,
  domainClockServiceRef,
  metricSourceExtensionPoint,
  startLoop,
} from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { DatabaseVerdictStore } from './database';
import { JudgementService, createRouter, planVerdicts } from './service';
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
        auth: coreServices.auth,
        clock: domainClockServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
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
        const store = await DatabaseVerdictStore.create(deps);
        const knex = await deps.database.getClient();
        const attestor = Attestor.fromConfig(deps.config);
        const service = new JudgementService({
          store,
          source: source ?? new UnconfiguredSource(),
          clock: deps.clock,
        });
        deps.httpRouter.use(
          createRouter({
            service,
            access: new Access(deps),
            evidence: new Evidence(knex, { isSigning: attestor !== null }),
            auditor: deps.auditor,
          }),
        );
        if (!attestor) return;
        const client = new DefaultPluginClient(deps);
        const statements = new RemoteStatements({ client, attestor });
        const attesting = new StatementLoop({
          ...deps,
          knex,
          attestor,
          plan: planVerdicts({ store, client, statements }),
        });
        let stop = async () => {};
        deps.lifecycle.addStartupHook(() => {
          stop = startLoop({
            name: 'The attestation of verdicts',
            logger: deps.logger,
            run: () => attesting.round(),
            idleMs: () => 1000,
          });
        });
        deps.lifecycle.addShutdownHook(() => stop());
      },
    });
  },
});
