import { parseWith, uuid } from '@adaptive-delivery/plugin-release-common';
import { Request, Router } from 'express';
import { z } from 'zod';
import { Evidence } from './Evidence';

const attestationsQuery = z.strictObject({ rolloutId: uuid });

type Options = {
  evidence: Evidence;
  /** Whether the caller may read what the backend keeps. */
  authorize: (req: Request) => Promise<unknown>;
};

/** `GET /v1/ledger/head`, on a router that passes on rejections. */
export function addLedgerHeadRoute(router: Router, options: Options): void {
  router.get('/v1/ledger/head', async (req, res) => {
    await options.authorize(req);
    res.json(await options.evidence.head());
  });
}

/** `GET /v1/attestations?rolloutId`, on a router that passes on rejections. */
export function addAttestationsRoute(router: Router, options: Options): void {
  router.get('/v1/attestations', async (req, res) => {
    await options.authorize(req);
    const { rolloutId } = parseWith(attestationsQuery, 'query', req.query);
    res.json(await options.evidence.attestation(rolloutId));
  });
}
