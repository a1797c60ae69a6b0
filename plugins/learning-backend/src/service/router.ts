import {
  exampleRequest,
  parseWith,
  policyReadPermission,
  uuid,
} from '@adaptive-delivery/plugin-release-common';
import {
  Access,
  Evidence,
  addLedgerHeadRoute,
  contractErrorHandler,
  ledgerCursor,
  pageLimit,
  strictJsonBody,
} from '@adaptive-delivery/plugin-release-node';
import { AuditorService } from '@backstage/backend-plugin-api';
import { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { OUTCOMES_CURSOR } from '../database';
import { LearningService } from './LearningService';

/** What only the portal's own backends may do: examples teach. */
const TELL_OUTCOMES =
  'tell how decisions turned out; report an outcome to release-decision instead';
const NOT_A_CURSOR = 'must be a cursor that this list has given';
const limit = pageLimit(100, 20);
const outcomesQuery = z.strictObject({
  cursor: z.string().regex(OUTCOMES_CURSOR, NOT_A_CURSOR).optional(),
  limit,
});
const ledgerQuery = z.strictObject({
  cursor: ledgerCursor.optional(),
  limit,
});

function queryOf<S extends z.ZodType>(schema: S, req: Request): z.output<S> {
  return parseWith(schema as z.ZodType<z.output<S>>, 'query', req.query);
}

export function createRouter(deps: {
  service: LearningService;
  access: Access;
  evidence: Evidence;
  auditor: AuditorService;
}): Router {
  const { service, access, evidence, auditor } = deps;
  const router = PromiseRouter();

  router.put(
    '/v1/examples/:decisionId',
    async req => {
      await access.requireBackend(req, TELL_OUTCOMES);
      return 'next';
    },
    ...strictJsonBody(),
    async (req, res) => {
      const decisionId = parseWith(uuid, 'path', req.params.decisionId);
      const told = parseWith(exampleRequest, 'request body', req.body);
      const event = await auditor.createEvent({
        eventId: 'example-tell',
        request: req,
        severityLevel: 'low',
        meta: { decisionId, outcome: told.outcome?.kind ?? null },
      });
      try {
        const { change, example } = await service.tell(decisionId, told);
        await event.success({ meta: { change } });
        res.json({ decisionId, outcome: example.outcome });
      } catch (error) {
        await event.fail({
          error: error instanceof Error ? error : new Error(String(error)),
        });
        throw error;
      }
    },
  );

  router.get('/v1/outcomes', async (req, res) => {
    await access.require(req, policyReadPermission);
    res.json(await service.outcomes(queryOf(outcomesQuery, req)));
  });

  router.get('/v1/health', async (req, res) => {
    await access.require(req, policyReadPermission);
    res.json(await service.health());
  });

  router.get('/v1/ledger', async (req, res) => {
    await access.require(req, policyReadPermission);
    res.json(await service.ledger(queryOf(ledgerQuery, req)));
  });

  addLedgerHeadRoute(router, {
    evidence,
    authorize: req => access.require(req, policyReadPermission),
  });

  router.use(contractErrorHandler());
  return router;
}
