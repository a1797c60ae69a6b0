import { rememberOnce } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';

/** Longer than a signature is taken for, whatever the clocks of both sides. */
const KEEP_MS = 30 * 60_000;

/** @returns false when the interaction was taken before. */
export async function rememberInteraction(
  knex: Knex,
  digest: string,
): Promise<boolean> {
  return rememberOnce(knex, {
    table: 'slack_interactions',
    digest,
    keepMs: KEEP_MS,
  });
}
