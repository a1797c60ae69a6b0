import {
  describeSeats,
  outstandingSeats,
} from '@adaptive-delivery/plugin-release-common';
import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { DecisionStore, PendingNotice } from '../database';
import { Approvers } from '../domain';
import { Places } from './Places';

const MAX_ATTEMPTS = 5;
const BATCH = 20;

/**
 * Tells those who can approve that a decision waits for them. Runs behind the
 * decision: a notification that fails is tried again and never undoes it.
 */
export class ApprovalNotices {
  constructor(
    private readonly deps: {
      store: DecisionStore;
      places: Places;
      approvers: Approvers;
      notifications: NotificationService;
      clock: DomainClock;
      logger: LoggerService;
      /** Path within the portal. */
      linkOf: (notice: PendingNotice) => string;
    },
  ) {}

  /** One round of the loop. */
  async run(): Promise<void> {
    const pending = await this.deps.store.pendingNotices(BATCH, MAX_ATTEMPTS);
    for (const notice of pending) await this.tell(notice);
  }

  private async tell(notice: PendingNotice): Promise<void> {
    const { store, clock, logger } = this.deps;
    try {
      await this.send(notice);
      await store.noticeTried(notice.id, true, clock.now());
    } catch (error) {
      const attempt = notice.attempts + 1;
      await store.noticeTried(notice.id, false, clock.now());
      logger.warn(
        `Nobody could be told that ${notice.entityRef} ${
          notice.version
        } waits for approval (attempt ${attempt} of ${MAX_ATTEMPTS}); it waits in the portal all the same: ${
          error instanceof Error ? error.message : error
        }`,
      );
    }
  }

  private async send(notice: PendingNotice): Promise<void> {
    const { places, approvers, notifications, linkOf, logger } = this.deps;
    const seats = outstandingSeats(notice.decision.approvals);
    const recipients = new Set<string>();
    for (const { role, component = notice.entityRef } of seats) {
      const owner = role === 'owner' ? await places.ownerOf(component) : null;
      const holders = role === 'owner' ? [owner] : approvers[role];
      for (const ref of holders) if (ref) recipients.add(ref);
    }
    if (recipients.size === 0) {
      logger.warn(
        `${notice.entityRef} ${
          notice.version
        } waits for approval by ${describeSeats(
          seats,
        )}, and nobody holds that role: set the owner in the catalog and adaptiveDelivery.approvers`,
      );
      return;
    }
    await notifications.send({
      recipients: { type: 'entity', entityRef: [...recipients] },
      payload: {
        title: `${notice.entityRef} ${notice.version} waits for your approval`,
        description: `Risk ${notice.riskScore} (${notice.band}). ${
          notice.stateReason
        } ${notice.decision.approvals.required
          .map(({ why }) => why)
          .join('; ')}`,
        link: linkOf(notice),
        severity: 'high',
        topic: 'release-approval',
        scope: `release-approval:${notice.id}`,
      },
    });
  }
}
