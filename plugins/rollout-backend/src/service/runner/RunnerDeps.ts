import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { RolloutStore } from '../../database';
import { Transition } from '../../domain';
import { Analyzer } from '../Analyzer';
import { Decisions } from '../Decisions';
import { TargetRegistry } from '../TargetRegistry';

export type RunnerDeps = {
  store: RolloutStore;
  targets: TargetRegistry;
  analyzer: Analyzer;
  decisions: Decisions;
  clock: DomainClock;
  logger: LoggerService;
  /** Called after each change is in the database. */
  changed: (transition: Transition) => Promise<void>;
  /** Rollouts that are worked on at the same time. */
  concurrency: number;
};
