import {
  DecisionNotice,
  enqueue,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';

/**
 * Puts a notice per channel into the outbox: the decision is new at this
 * revision. One lane per channel and decision, so that each channel learns of
 * the revisions in their order and none waits for another.
 */
export async function tellChannels(
  trx: Knex.Transaction,
  channels: readonly string[],
  decisionId: string,
  revision: number,
): Promise<void> {
  const key = `${decisionId}:${revision}`;
  const notice: DecisionNotice = { key, decisionId, revision };
  for (const channel of channels) {
    await enqueue(trx, {
      key: `channel:${channel}:${key}`,
      lane: `channel:${channel}:${decisionId}`,
      channel,
      body: notice,
    });
  }
}
