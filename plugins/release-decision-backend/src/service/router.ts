import {
  approvalRequest,
  bundleSubmission,
  externalOutcome,
  overrideRequest,
  parseWith,
  policyReadPermission,
  quarantineLift,
  quarantineLiftPermission,
  quarantineRequest,
  rolloutReport,
  submission,
} from '@adaptive-delivery/plugin-release-common';
import {
  Attestor,
  contractErrorHandler,
  strictJsonBody,
} from '@adaptive-delivery/plugin-release-node';
import { AuditorService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { Knex } from 'knex';
import { PolicyLoader } from '../policy';
import { AnswerService } from './AnswerService';
import { BundleService } from './BundleService';
import { Callers } from './callers';
import { DecisionService } from './DecisionService';
import { GateDesk } from './GateDesk';
import { HeldReleases } from './HeldReleases';
import { QuarantineService } from './QuarantineService';
import { audited } from './audited';
import { ArtifactRetention } from '../artifacts';
import { addArtifactRoutes } from './artifactRoutes';
import { addEvidenceRoutes } from './evidenceRoutes';
import { read } from './requests';

export type RouterDeps = {
  callers: Callers;
  decisions: DecisionService;
  bundles: BundleService;
  answers: AnswerService;
  heldReleases: HeldReleases;
  quarantine: QuarantineService;
  gate: GateDesk;
  policy: PolicyLoader;
  knex: Knex;
  attestor: Attestor | null;
  retention?: ArtifactRetention | null;
  auditor: AuditorService;
};

const BODY = 'request body';

/** Routes by which decisions are made, read and answered. */
function addDecisionRoutes(router: express.Router, deps: RouterDeps) {
  const { answers, callers, decisions, gate, auditor } = deps;

  // Who may submit is asked before the body is read.
  router.post(
    '/v1/candidates',
    async (req, res, next) => {
      res.locals.pipeline = await callers.pipeline(req);
      next();
    },
    ...strictJsonBody(),
    async (req, res) => {
      const by: string = res.locals.pipeline;
      const { record, created } = await audited(
        auditor,
        req,
        { eventId: 'candidate-submit' },
        () => decisions.submit(parseWith(submission, BODY, req.body), by),
      );
      res.status(created ? 201 : 200).json(record);
    },
  );

  router.post(
    '/v1/bundles',
    async (req, res, next) => {
      res.locals.pipeline = await callers.pipeline(req);
      next();
    },
    ...strictJsonBody(),
    async (req, res) => {
      const by: string = res.locals.pipeline;
      const { record, created } = await audited(
        auditor,
        req,
        { eventId: 'bundle-submit' },
        () =>
          deps.bundles.submit(parseWith(bundleSubmission, BODY, req.body), by),
      );
      res.status(created ? 201 : 200).json(record);
    },
  );

  router.get('/v1/decisions', async (req, res) => {
    const { criteria } = await callers.reader(req);
    const filter = read.list(req);
    res.json(
      await decisions.list({ ...filter, ...(criteria && { criteria }) }),
    );
  });

  router.get('/v1/decisions/:id', async (req, res) => {
    const { caller, demand } = await callers.reader(req);
    const id = read.id(req);
    await demand(id);
    res.json(await decisions.get(id, await caller()));
  });

  router.get('/v1/decisions/:id/gate', async (req, res) => {
    const { demand } = await callers.reader(req);
    const id = read.id(req);
    const { waitSeconds } = read.gate(req);
    await demand(id);
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    res.json(await gate.ask(id, waitSeconds, gone.signal));
  });

  router.post(
    '/v1/decisions/:id/approvals',
    ...strictJsonBody(),
    async (req, res) => {
      const person = await callers.person(req);
      const id = read.id(req);
      const request = parseWith(approvalRequest, BODY, req.body);
      res.json(
        await audited(
          auditor,
          req,
          {
            eventId: 'decision-answer',
            meta: { id, decision: request.decision },
          },
          () => answers.answer(id, request, person, 'portal'),
        ),
      );
    },
  );

  router.post(
    '/v1/decisions/:id/override',
    ...strictJsonBody(),
    async (req, res) => {
      const person = await callers.person(req);
      const id = read.id(req);
      const request = parseWith(overrideRequest, BODY, req.body);
      await audited(
        auditor,
        req,
        {
          eventId: 'decision-override',
          meta: { id, reason: request.reason },
        },
        () => deps.heldReleases.override(id, request, person),
      );
      res.json(await decisions.get(id, person));
    },
  );

  router.post(
    '/v1/decisions/:id/outcomes',
    ...strictJsonBody(),
    async (req, res) => {
      const by = await callers.pipeline(req);
      const id = read.id(req);
      const outcome = parseWith(externalOutcome, BODY, req.body);
      res.json(
        await audited(
          auditor,
          req,
          { eventId: 'decision-outcome', meta: { id } },
          () => decisions.recordOutcome(id, outcome, by),
        ),
      );
    },
  );

  router.post(
    '/v1/decisions/:id/rollout-reports',
    ...strictJsonBody(),
    async (req, res) => {
      await callers.rollout(req);
      const id = read.id(req);
      const report = parseWith(rolloutReport, BODY, req.body);
      await audited(
        auditor,
        req,
        { eventId: 'rollout-report', meta: { id, kind: report.kind } },
        () => decisions.report(id, report),
      );
      res.status(204).end();
    },
  );
}

function addQuarantineRoutes(router: express.Router, deps: RouterDeps) {
  const { callers, quarantine, auditor } = deps;

  router.get('/v1/quarantine', async (req, res) => {
    const { criteria } = await callers.reader(req);
    const query = read.quarantine(req);
    res.json(
      await quarantine.list({ ...query, ...(criteria && { criteria }) }),
    );
  });

  router.post('/v1/quarantine', ...strictJsonBody(), async (req, res) => {
    const { by, demand } = await callers.quarantiner(req);
    const request = parseWith(quarantineRequest, BODY, req.body);
    await demand(request.component);
    await audited(
      auditor,
      req,
      { eventId: 'quarantine-add', meta: { sha256: request.sha256 } },
      () => quarantine.add(request, by),
    );
    res.status(204).end();
  });

  router.delete(
    '/v1/quarantine/:sha256',
    ...strictJsonBody(),
    async (req, res) => {
      const { ref } = await callers.person(req, quarantineLiftPermission);
      const digest = read.sha256(req);
      const { reason } = parseWith(quarantineLift, BODY, req.body);
      await audited(
        auditor,
        req,
        { eventId: 'quarantine-lift', meta: { sha256: digest } },
        () => quarantine.lift(digest, reason, ref),
      );
      res.status(204).end();
    },
  );
}

/** Parses, authorizes, calls, answers; see schema/openapi.yaml. */
export function createRouter(deps: RouterDeps): express.Router {
  const router = Router();
  addDecisionRoutes(router, deps);
  addQuarantineRoutes(router, deps);

  router.get('/v1/policy', async (req, res) => {
    await deps.callers.withPermission(req, policyReadPermission);
    res.json(deps.policy.report());
  });

  addArtifactRoutes(router, deps);
  addEvidenceRoutes(router, deps);

  router.use(contractErrorHandler());
  return router;
}
