import { policyReadPermission } from '@adaptive-delivery/plugin-release-common';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import express from 'express';
import { ArtifactRetention } from '../artifacts';
import { Callers } from './callers';

/** Routes about the artifact store. */
export function addArtifactRoutes(
  router: express.Router,
  deps: { callers: Callers; retention?: ArtifactRetention | null },
): void {
  const { callers, retention } = deps;

  router.get('/v1/artifacts/retention', async (req, res) => {
    await callers.withPermission(req, policyReadPermission);
    if (!retention) {
      throw new NotFoundError(
        'Nothing is removed from an artifact store: adaptiveDelivery.artifacts.retention is not set, or there is no store',
      );
    }
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    try {
      res.json(await retention.run({ dryRun: true, signal: gone.signal }));
    } catch (error) {
      if (
        error instanceof Error &&
        error.name === 'ArtifactStoreUnreachableError'
      ) {
        throw new ServiceUnavailableError(error.message);
      }
      throw error;
    }
  });
}
