import {
  ArtifactStore,
  DomainClock,
  PluginClient,
  readEnvelopes,
} from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import {
  DatabaseArtifactUseStore,
  DatabaseDecisionStore,
  DatabaseQuarantineStore,
} from '../database';
import { ArtifactPromoter } from './ArtifactPromoter';
import { ArtifactRecorder } from './ArtifactRecorder';
import { ArtifactRetention } from './ArtifactRetention';
import { LocalFolderStore } from './LocalFolderStore';
import { ArtifactSettings } from './readArtifactSettings';

export type Artifacts = {
  store: ArtifactStore;
  recorder: ArtifactRecorder;
  /** Null when nothing is ever removed. */
  retention: ArtifactRetention | null;
};

async function chooseStore(
  given: ArtifactStore | null,
  { folder }: ArtifactSettings,
  clock: DomainClock,
): Promise<ArtifactStore | null> {
  if (given) return given;
  if (folder === null) return null;
  return LocalFolderStore.open({ folder, now: () => clock.now() });
}

/**
 * What works with the artifact store; null when there is none.
 *
 * @param options.given - the store of a module, which goes before the folder
 */
export async function openArtifacts(options: {
  given: ArtifactStore | null;
  settings: ArtifactSettings;
  knex: Knex;
  client: PluginClient;
  clock: DomainClock;
  logger: LoggerService;
}): Promise<Artifacts | null> {
  const { given, settings, knex, client, clock, logger } = options;
  const store = await chooseStore(given, settings, clock);
  if (!store) {
    logger.info(
      'No artifact store: decisions are kept in the database only and nothing is promoted in a repository; set adaptiveDelivery.artifacts.folder or adaptiveDelivery.artifactory',
    );
    return null;
  }
  const quarantine = new DatabaseQuarantineStore(knex);
  const use = new DatabaseArtifactUseStore(knex);
  const common = { store, quarantine, use, clock, logger };
  const { retention, promote } = settings;
  return {
    store,
    recorder: new ArtifactRecorder({
      ...common,
      client,
      envelopes: id => readEnvelopes(knex, [id]),
      now: () => clock.now(),
      promoteIn: promote.environments,
      promoter: new ArtifactPromoter({
        ...common,
        decisions: new DatabaseDecisionStore(knex),
        mode: promote.mode,
      }),
    }),
    retention:
      retention && new ArtifactRetention({ ...common, rules: retention.rules }),
  };
}
