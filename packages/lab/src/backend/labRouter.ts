import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { LabProgress } from './LabProgress';

export function createLabRouter(options: {
  progress: LabProgress;
  clock: DomainClock;
}): Router {
  const { progress, clock } = options;
  const router = PromiseRouter();
  router.get('/v1/state', async (_req, res) => {
    res.json({
      ...progress.state,
      clock: clock.now().toISOString(),
      pace: clock.pace(),
    });
  });
  return router;
}
