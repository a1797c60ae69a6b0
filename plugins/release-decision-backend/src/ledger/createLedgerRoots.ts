import {
  Attestor,
  DomainClock,
  PluginClient,
} from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { FileAnchor } from './FileAnchor';
import { GitAnchor } from './GitAnchor';
import { OwnLedger, RemoteLedger } from './LedgerReader';
import { LedgerRoots } from './LedgerRoots';
import { RootStore } from './RootStore';
import { LedgerSettings } from './readLedgerSettings';

const OTHERS = ['rollout', 'canary-analyzer', 'learning'];

/** The signed roots over this backend's ledger and those of the others. */
export function createLedgerRoots(options: {
  knex: Knex;
  client: PluginClient;
  attestor: Attestor;
  clock: DomainClock;
  logger: LoggerService;
  anchors: LedgerSettings['anchors'];
}): LedgerRoots {
  const { knex, client, anchors } = options;
  return new LedgerRoots({
    ...options,
    store: new RootStore(knex),
    ledgers: [
      new OwnLedger('release-decision', knex),
      ...OTHERS.map(plugin => new RemoteLedger(plugin, client)),
    ],
    anchors: [
      ...(anchors.file === null ? [] : [new FileAnchor(anchors.file)]),
      ...(anchors.git === null ? [] : [new GitAnchor(anchors.git)]),
    ],
  });
}
