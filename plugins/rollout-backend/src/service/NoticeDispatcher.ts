import { Notifier } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { NoticeStore } from '../database';
import { messageOf } from '../domain';
import { withTimeout } from './withTimeout';

const TIMEOUT_MS = 15_000;
const LEASE_MS = 60_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** Tells the owners of the component through the portal's own notifications. */
export class PortalNotifier implements Notifier {
  readonly name = 'notifications';

  constructor(private readonly notifications: NotificationService) {}

  async notify(notice: Parameters<Notifier['notify']>[0]): Promise<void> {
    await this.notifications.send({
      recipients: { type: 'entity', entityRef: notice.entityRef },
      payload: {
        title: notice.title,
        description: notice.description,
        link: notice.link,
        severity: notice.severity,
        topic: 'rollout',
        // A notice that is sent twice replaces itself.
        scope: notice.key,
      },
    });
  }
}

/** Tells people what is in the table of notices, at least once each. */
export class NoticeDispatcher {
  private readonly notifiers: ReadonlyMap<string, Notifier>;

  constructor(
    private readonly deps: {
      store: NoticeStore;
      notifiers: readonly Notifier[];
      logger: LoggerService;
    },
  ) {
    this.notifiers = new Map(deps.notifiers.map(item => [item.name, item]));
  }

  /** Sends one notice; false when none is due. */
  async deliverDue(): Promise<boolean> {
    const { store, logger } = this.deps;
    const pending = await store.claimNext(LEASE_MS);
    if (!pending) return false;
    const { seq, channel, notice, attempts, sentAt } = pending;
    try {
      const notifier = this.notifiers.get(channel);
      if (!notifier) throw new Error(`${channel} is not installed any more`);
      await withTimeout(
        notifier.notify(notice),
        TIMEOUT_MS,
        `${channel} did not take it within ${TIMEOUT_MS / 1000} s`,
      );
      await store.delivered(seq, sentAt);
    } catch (error) {
      const words = messageOf(error);
      const wait = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** attempts);
      await store.failed(seq, words, wait);
      logger.error(
        `"${notice.title}" (${notice.key}) could not be told through ` +
          `${channel} (attempt ${attempts}), it will be tried again: ${words}`,
      );
    }
    return true;
  }
}
