import { parseWith, sha256 } from '@adaptive-delivery/plugin-release-common';
import {
  contractErrorHandler,
  strictJsonBody,
} from '@adaptive-delivery/plugin-release-node';
import { NotAllowedError } from '@backstage/errors';
import { ErrorRequestHandler, RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { EXPOSITION_TYPE } from '../prometheus/exposition';
import { createPrometheusRouter } from '../prometheus/prometheusRouter';
import { track } from '../targets/faults';
import { applyRequest } from '../targets/targetState';
import { artifactRegistration, faultRequest } from './FaultRegistry';
import { World, worldMode } from './World';
import { worldMetrics } from './worldMetrics';

const LOCAL_HOSTS = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/**
 * The world has no sign-in, so it only answers this machine, under its own
 * name: a web page that a browser here has open cannot reach it through a DNS
 * name of its own, nor write to it without a preflight that nobody answers.
 */
const onlyLocal: RequestHandler = (req, _res, next) => {
  if (!LOCAL_HOSTS.test(req.headers.host ?? '')) {
    throw new NotAllowedError('The lab only answers 127.0.0.1 and localhost');
  }
  if (
    req.method !== 'GET' &&
    req.method !== 'HEAD' &&
    req.headers.origin !== undefined
  ) {
    throw new NotAllowedError('The lab takes no writes from web pages');
  }
  next();
};

const STATUS: Record<string, number> = {
  InputError: 400,
  NotAllowedError: 403,
  NotFoundError: 404,
  StaleEpochError: 409,
};

const answerErrors: ErrorRequestHandler = (error, req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const statusCode = STATUS[error.name] ?? 500;
  res.status(statusCode).json({
    error: { name: error.name, message: error.message },
    request: { method: req.method, url: req.url },
    response: { statusCode },
  });
};

const faultScope = z.strictObject({
  target: z.string().optional(),
  track: track.optional(),
});
const modeRequest = z.strictObject({ mode: worldMode });

/** Control API, Prometheus query API and exposition of the world. */
export function createWorldRouter(options: {
  world: World;
  now: () => number;
}): Router {
  const { world, now } = options;
  const router = PromiseRouter();
  const body = strictJsonBody();
  router.use(onlyLocal);

  router.get('/healthz', async (_req, res) => {
    res.json({ status: 'ok' });
  });
  router.get('/metrics', async (_req, res) => {
    res.type(EXPOSITION_TYPE).send(worldMetrics(world));
  });
  router.get('/v1/state', async (_req, res) => {
    res.json(world.status());
  });
  router.put('/v1/mode', ...body, async (req, res) => {
    const { mode } = parseWith(modeRequest, 'request body', req.body);
    await world.setMode(mode);
    res.json({ mode: world.mode });
  });

  router.get('/v1/targets/:name', async (req, res) => {
    const target = world.target(req.params.name);
    res.json({
      capabilities: target.capabilities(),
      observation: target.observe(),
    });
  });
  router.put('/v1/targets/:name', ...body, async (req, res) => {
    const request = parseWith(applyRequest, 'request body', req.body);
    res.json({ observation: await world.apply(req.params.name, request) });
  });
  router.get('/v1/targets/:name/applies', async (req, res) => {
    res.json({ items: world.target(req.params.name).applies });
  });

  router.get('/v1/artifacts/:sha256', async (req, res) => {
    res.json(world.artifact(req.params.sha256));
  });
  router.put('/v1/artifacts/:sha256', ...body, async (req, res) => {
    const digest = parseWith(sha256, 'path', req.params.sha256);
    const artifact = parseWith(artifactRegistration, 'request body', req.body);
    await world.registerArtifact(digest, artifact);
    res.json(artifact);
  });

  router.get('/v1/faults', async (_req, res) => {
    res.json({ items: world.activeFaults() });
  });
  router.post('/v1/faults', ...body, async (req, res) => {
    const request = parseWith(faultRequest, 'request body', req.body);
    res.status(201).json(await world.switchFaultOn(request));
  });
  router.delete('/v1/faults', async (req, res) => {
    await world.switchFaultsOff(parseWith(faultScope, 'query', req.query));
    res.status(204).end();
  });

  router.use('/api/v1', createPrometheusRouter({ source: world, now }));
  router.use(contractErrorHandler());
  router.use(answerErrors);
  return router;
}
