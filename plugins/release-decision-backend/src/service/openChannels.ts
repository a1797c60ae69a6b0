import {
  ApprovalDesk,
  DecisionChannel,
  DecisionNotice,
  OutboxDispatcher,
  countWaitingForChannels,
  toChannel,
} from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/**
 * Opens the channels, and gives each a way of its own out of the outbox, so
 * that one that is down for a day holds up no other and catches up afterwards.
 * What waits for a channel that is not installed any more is said once.
 */
export async function openChannels(options: {
  channels: readonly DecisionChannel[];
  desk: ApprovalDesk;
  knex: Knex;
  logger: LoggerService;
}): Promise<Array<{ name: string; outbox: OutboxDispatcher }>> {
  const { channels, desk, knex, logger } = options;
  const names = new Set(channels.map(({ name }) => name));
  for (const [name, waiting] of await countWaitingForChannels(knex)) {
    if (names.has(name)) continue;
    logger.warn(
      `${waiting} notices of decisions wait for the channel ${name}, which is not installed now; they are delivered once it is again`,
    );
  }
  return channels.map(channel => {
    channel.open(desk);
    return {
      name: channel.name,
      outbox: new OutboxDispatcher({
        knex,
        logger,
        to: toChannel(channel.name, body =>
          channel.deliver(body as DecisionNotice),
        ),
      }),
    };
  });
}
