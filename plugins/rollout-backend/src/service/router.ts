import {
  RolloutControl,
  controlRequest,
  entityRef,
  parseWith,
  rollbackExecutePermission,
  rollbackRequest,
  rolloutControlPermission,
  rolloutReadPermission,
  rolloutRequest,
  rolloutStates,
  uuid,
} from '@adaptive-delivery/plugin-release-common';
import {
  Access,
  Evidence,
  addAttestationsRoute,
  addLedgerHeadRoute,
  contractErrorHandler,
  ledgerCursor,
  pageCursor,
  pageLimit,
  strictJsonBody,
} from '@adaptive-delivery/plugin-release-node';
import {
  AuditorService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import express, { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { RolloutService } from './RolloutService';
import { allowedTo, nameOfCaller } from './access';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;
const controls: readonly RolloutControl[] = [
  'pause',
  'resume',
  'promote',
  'abort',
];

const page = {
  cursor: pageCursor.optional(),
  limit: pageLimit(MAX_LIMIT, DEFAULT_LIMIT),
};
const rolloutQuery = z.strictObject({
  ...page,
  entityRef: entityRef.optional(),
  decisionId: uuid.optional(),
  state: z.enum(rolloutStates).optional(),
  active: z
    .enum(['true', 'false'])
    .transform(value => value === 'true')
    .optional(),
});
const incidentQuery = z.strictObject({
  ...page,
  entityRef: entityRef.optional(),
});
const ledgerQuery = z.strictObject({
  ...page,
  cursor: ledgerCursor.optional(),
});

const idOf = (req: Request) => parseWith(uuid, 'path', req.params.id);

function queryOf<S extends z.ZodType>(schema: S, req: Request): z.output<S> {
  return parseWith<z.output<S>>(
    schema as z.ZodType<z.output<S>>,
    'query',
    req.query,
  );
}

export function createRouter(deps: {
  service: RolloutService;
  evidence: Evidence;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  auditor: AuditorService;
}): Router {
  const { service, auditor } = deps;
  const access = new Access(deps);
  const router = PromiseRouter();
  const body = strictJsonBody();

  /** Audits a change: who asked for what, and whether it was done. */
  async function audited<T>(
    req: Request,
    eventId: string,
    meta: Record<string, string>,
    change: () => Promise<T>,
  ): Promise<T> {
    const event = await auditor.createEvent({
      eventId,
      request: req,
      severityLevel: 'medium',
      meta,
    });
    try {
      const result = await change();
      await event.success();
      return result;
    } catch (error) {
      await event.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  }

  router.get('/v1/rollouts', async (req, res) => {
    await access.require(req, rolloutReadPermission);
    const { cursor, limit, ...filter } = queryOf(rolloutQuery, req);
    res.json(await service.list(filter, { cursor, limit }));
  });

  router.post('/v1/rollouts', ...body, async (req, res) => {
    await access.require(req, rolloutControlPermission, ['service']);
    const { decisionId } = parseWith(rolloutRequest, 'request body', req.body);
    const { items, created } = await audited(
      req,
      'rollout-create',
      { decisionId },
      () => service.create(decisionId),
    );
    res.status(created ? 201 : 200).json({ items });
  });

  router.get('/v1/rollouts/:id', async (req, res) => {
    const caller = await access.require(req, rolloutReadPermission);
    res.json(await service.get(idOf(req), await allowedTo(access, caller)));
  });

  for (const control of controls) {
    router.post(`/v1/rollouts/:id/${control}`, ...body, async (req, res) => {
      const caller = await access.require(req, rolloutControlPermission);
      const rolloutId = idOf(req);
      const { reason } = parseWith(controlRequest, 'request body', req.body);
      const allowed = await allowedTo(access, caller);
      const record = await audited(
        req,
        `rollout-${control}`,
        { rolloutId, reason },
        () =>
          service.command(
            rolloutId,
            { control, reason, by: nameOfCaller(caller) },
            allowed,
          ),
      );
      res.json(record);
    });
  }

  router.post('/v1/rollbacks', ...body, async (req, res) => {
    const caller = await access.require(req, rollbackExecutePermission);
    const { rolloutId, reason } = parseWith(
      rollbackRequest,
      'request body',
      req.body,
    );
    const allowed = await allowedTo(access, caller);
    const record = await audited(
      req,
      'rollback-execute',
      { rolloutId, reason },
      () =>
        service.command(
          rolloutId,
          { control: 'rollback', reason, by: nameOfCaller(caller) },
          allowed,
        ),
    );
    res.json(record);
  });

  router.get('/v1/incidents', async (req, res) => {
    await access.require(req, rolloutReadPermission);
    const { cursor, limit, ...filter } = queryOf(incidentQuery, req);
    res.json(await service.listIncidents(filter, { cursor, limit }));
  });

  router.get('/v1/incidents/:id', async (req, res) => {
    await access.require(req, rolloutReadPermission);
    res.json(await service.getIncident(idOf(req)));
  });

  router.get('/v1/ledger', async (req, res) => {
    await access.require(req, rolloutReadPermission);
    res.json(await service.ledger(queryOf(ledgerQuery, req)));
  });

  const evidence = {
    evidence: deps.evidence,
    authorize: (req: Request) => access.require(req, rolloutReadPermission),
  };
  addLedgerHeadRoute(router, evidence);
  addAttestationsRoute(router, evidence);

  router.use(contractErrorHandler());
  return router as express.Router;
}
