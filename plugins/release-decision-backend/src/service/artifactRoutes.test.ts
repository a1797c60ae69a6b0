import { policyReadPermission } from '@adaptive-delivery/plugin-release-common';
import { ArtifactStoreUnreachableError } from '@adaptive-delivery/plugin-release-node';
import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import express from 'express';
import Router from 'express-promise-router';
import request from 'supertest';
import { ArtifactRetention } from '../artifacts';
import { addArtifactRoutes } from './artifactRoutes';
import { Callers } from './callers';

function serve(retention: Pick<ArtifactRetention, 'run'> | null, may = true) {
  const asked: string[] = [];
  const callers: Pick<Callers, 'withPermission'> = {
    withPermission: async (_req, { name }) => {
      asked.push(name);
      if (!may) throw new NotAllowedError('You may not');
    },
  };
  const router = Router();
  addArtifactRoutes(router, {
    callers: callers as Callers,
    retention: retention as ArtifactRetention | null,
  });
  const app = express().use(router);
  app.use(
    MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
    }).error(),
  );
  return { asked, get: () => request(app).get('/v1/artifacts/retention') };
}

describe('GET /v1/artifacts/retention', () => {
  it('is a dry run, whatever the configuration says', async () => {
    const run = jest.fn(async () => ({ removed: 3 }));
    const { get, asked } = serve({ run } as never);
    expect((await get()).body).toEqual({ removed: 3 });
    expect(run).toHaveBeenCalledWith(expect.objectContaining({ dryRun: true }));
    expect(asked).toEqual([policyReadPermission.name]);
  });

  it('runs for nobody without the permission', async () => {
    const run = jest.fn();
    const { get } = serve({ run } as never, false);
    expect((await get()).status).toBe(403);
    expect(run).not.toHaveBeenCalled();
  });

  it.each([
    [
      503,
      'the store is away',
      {
        run: () =>
          Promise.reject(new ArtifactStoreUnreachableError('It is away')),
      },
    ],
    [404, 'nothing is ever removed', null],
  ])('answers %d when %s', async (status, _when, retention) => {
    const answer = await serve(retention).get();
    expect(answer.status).toBe(status);
  });
});
