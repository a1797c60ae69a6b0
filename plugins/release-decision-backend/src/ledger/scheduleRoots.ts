import { Attestor } from '@adaptive-delivery/plugin-release-node';
import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { createLedgerRoots } from './createLedgerRoots';
import { LedgerSettings } from './readLedgerSettings';

type Options = Omit<
  Parameters<typeof createLedgerRoots>[0],
  'attestor' | 'anchors'
> & {
  scheduler: SchedulerService;
  attestor: Attestor | null;
  settings: LedgerSettings;
  logger: LoggerService;
};

/** Has the roots of the ledgers signed on schedule, once for all replicas. */
export async function scheduleRoots(options: Options): Promise<void> {
  const { scheduler, attestor, settings, logger } = options;
  const { rootsEvery, anchors } = settings;
  if (!attestor) {
    logger.warn(
      'Nothing is signed: set adaptiveDelivery.signing to have decisions, verdicts, outcomes and the roots of the ledgers signed',
    );
    return;
  }
  if (anchors.file === null && anchors.git === null) {
    logger.warn(
      'The signed roots of the ledgers stay in the database, where they can be lost together with it; set adaptiveDelivery.ledger.anchor.file or .git to keep them elsewhere too',
    );
  }
  const roots = createLedgerRoots({ ...options, attestor, anchors });
  await scheduler.scheduleTask({
    id: 'sign-ledger-roots',
    frequency: rootsEvery,
    timeout: { minutes: 5 },
    initialDelay: { seconds: 15 },
    fn: () => roots.run(),
  });
}
