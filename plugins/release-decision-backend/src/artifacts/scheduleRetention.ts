import {
  AuditorService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { audited } from '../service/audited';
import { ArtifactRetention, RetentionReport } from './ArtifactRetention';
import { RetentionSettings } from './readArtifactSettings';

function inWords(report: RetentionReport): string {
  const { dryRun, removed, removedBytes, looked, store, bounded } = report;
  const kept = Object.entries(report.kept)
    .map(([why, count]) => `${count} stay: ${why}`)
    .join('; ');
  return [
    `${removed} of ${looked} old artifacts and records (${removedBytes} bytes) in ${store} ${
      dryRun ? 'would be removed (dry run)' : 'were removed'
    }`,
    ...(kept ? [kept] : []),
    ...(bounded ? ['the bound of one run was reached, the next goes on'] : []),
  ].join('; ');
}

/** Has the store tidied up on schedule, once for all replicas. */
export async function scheduleRetention(options: {
  scheduler: SchedulerService;
  auditor: AuditorService;
  logger: LoggerService;
  retention: ArtifactRetention;
  settings: RetentionSettings;
}): Promise<void> {
  const { scheduler, auditor, logger, retention, settings } = options;
  const { dryRun, every } = settings;
  await scheduler.scheduleTask({
    id: 'artifact-retention',
    frequency: every,
    timeout: { minutes: 30 },
    initialDelay: { minutes: 2 },
    fn: async signal => {
      try {
        const report = await audited(
          auditor,
          null,
          { eventId: 'artifact-retention', meta: { dryRun } },
          () => retention.run({ dryRun, signal: signal as AbortSignal }),
        );
        logger.info(inWords(report));
      } catch (error) {
        logger.error(
          `Old artifacts were not removed, it will be tried again: ${
            error instanceof Error ? error.message : error
          }`,
        );
      }
    },
  });
}
