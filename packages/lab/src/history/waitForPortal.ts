import { PluginClient } from '@adaptive-delivery/plugin-release-node';
import { Entity } from '@backstage/catalog-model';
import { setTimeout as sleep } from 'node:timers/promises';
import { labComponents } from '../releases/components';

const POLL_MS = 250;
const TIMEOUT_MS = 180_000;

const paths = [
  ...Object.keys(labComponents).map(name => `component/default/${name}`),
  'user/default/guest',
];

/**
 * Waits until the catalog holds the lab's components and knows the groups of
 * the guest; before that nothing can be decided or approved.
 *
 * @throws Error naming what was missing when the time was up.
 */
export async function waitForPortal(
  client: PluginClient,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (const path of paths) {
    let why = '';
    for (;;) {
      try {
        const entity = await client.request<Entity>({
          pluginId: 'catalog',
          method: 'GET',
          path: `/entities/by-name/${path}`,
        });
        if (entity.relations?.length) break;
        why = 'its relations are not known yet';
      } catch (error) {
        // Not there yet: the plugin starts, or the entity is not processed.
        why = error instanceof Error ? error.message : String(error);
      }
      if (Date.now() > deadline) {
        throw new Error(
          `The catalog has no ${path} after ${
            TIMEOUT_MS / 1000
          } s (${why}); is packages/lab/catalog among catalog.locations?`,
        );
      }
      await sleep(POLL_MS, undefined, { signal });
    }
  }
}
