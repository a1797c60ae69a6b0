import {
  InlineJudgementRequest,
  JudgementRequest,
  inlineJudgementRequest,
  judgementRequest,
  parseWith,
  rolloutReadPermission,
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
import { AuditorService } from '@backstage/backend-plugin-api';
import { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { JudgementService } from './JudgementService';

const MAX_LIMIT = 200;
/** What only the portal's own backends may do: a verdict moves a rollout. */
const JUDGE_LOOKS = 'judge the looks of rollouts; use POST /v1/judgements';

const whole = z
  .string()
  .regex(/^\d{1,6}$/, 'must be a whole number from 0 on')
  .transform(Number);
const lookPath = z.strictObject({ rolloutId: uuid, step: whole, look: whole });

const page = { cursor: pageCursor.optional(), limit: pageLimit(MAX_LIMIT, 50) };
const verdictsQuery = z.strictObject({ ...page, rolloutId: uuid });
const ledgerQuery = z.strictObject({
  ...page,
  cursor: ledgerCursor.optional(),
});

function parsed<S extends z.ZodType>(schema: S, what: string, value: unknown) {
  return parseWith(schema as z.ZodType<z.output<S>>, what, value);
}

/** A judgement over queries has `arms`, one over given series has `series`. */
function judgementOf(body: unknown): JudgementRequest | InlineJudgementRequest {
  const isInline =
    typeof body === 'object' && body !== null && 'series' in body;
  return isInline
    ? parseWith(inlineJudgementRequest, 'request body', body)
    : parseWith(judgementRequest, 'request body', body);
}

/** A check that comes before the body is read. */
const first =
  (check: (req: Request) => Promise<unknown>) => async (req: Request) => {
    await check(req);
    return 'next';
  };

export function createRouter(deps: {
  service: JudgementService;
  access: Access;
  evidence: Evidence;
  auditor: AuditorService;
}): Router {
  const { service, access, evidence, auditor } = deps;
  const router = PromiseRouter();

  const judgeLook = async (req: Request) => {
    const key = parsed(lookPath, 'request path', req.params);
    const request = parseWith(judgementRequest, 'request body', req.body);
    const event = await auditor.createEvent({
      eventId: 'verdict-judge',
      request: req,
      severityLevel: 'medium',
      meta: key,
    });
    try {
      const verdict = await service.judgeLook(key, request);
      await event.success({
        meta: { verdict: verdict.verdict, cause: verdict.cause },
      });
      return verdict;
    } catch (error) {
      await event.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  };

  router.put(
    '/v1/verdicts/:rolloutId/:step/:look',
    first(req => access.requireBackend(req, JUDGE_LOOKS)),
    ...strictJsonBody(),
    async (req, res) => {
      res.json(await judgeLook(req));
    },
  );

  router.get('/v1/verdicts', async (req, res) => {
    await access.require(req, rolloutReadPermission);
    const { rolloutId, ...of } = parsed(verdictsQuery, 'query', req.query);
    res.json(await service.list(rolloutId, of));
  });

  router.post(
    '/v1/judgements',
    first(req => access.require(req, rolloutReadPermission)),
    ...strictJsonBody(),
    async (req, res) => {
      res.json(await service.judgeOnce(judgementOf(req.body)));
    },
  );

  router.get('/v1/ledger', async (req, res) => {
    await access.require(req, rolloutReadPermission);
    res.json(await service.ledger(parsed(ledgerQuery, 'query', req.query)));
  });

  const authorize = (req: Request) =>
    access.require(req, rolloutReadPermission);
  addLedgerHeadRoute(router, { evidence, authorize });
  addAttestationsRoute(router, { evidence, authorize });

  router.use(contractErrorHandler());
  return router;
}
