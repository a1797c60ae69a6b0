import {
  Attestor,
  Evidence,
  addLedgerHeadRoute,
  readEnvelopes,
  readLedger,
} from '@adaptive-delivery/plugin-release-node';
import { NotFoundError } from '@backstage/errors';
import express from 'express';
import { Knex } from 'knex';
import { RootStore } from '../ledger';
import { Callers } from './callers';
import { read } from './requests';

/** Routes by which others can prove what was decided. */
export function addEvidenceRoutes(
  router: express.Router,
  deps: { callers: Callers; knex: Knex; attestor: Attestor | null },
): void {
  const { callers, knex, attestor } = deps;

  router.get('/v1/decisions/:id/attestation', async (req, res) => {
    const { demand } = await callers.reader(req);
    const id = read.id(req);
    await demand(id);
    const envelopes = await readEnvelopes(knex, [id]);
    if (envelopes.length === 0) {
      throw new NotFoundError(
        `There is no attestation of a decision ${id}: either there is no such decision, or nothing was signed when it was made (adaptiveDelivery.signing)`,
      );
    }
    res.json({ envelopes });
  });

  router.get('/v1/keys', async (req, res) => {
    await callers.reader(req);
    res.json(attestor?.keys() ?? { keys: [] });
  });

  router.get('/v1/ledger', async (req, res) => {
    await callers.readerOfAll(req);
    res.json(await readLedger(knex, read.ledger(req)));
  });

  router.get('/v1/ledger/roots', async (req, res) => {
    await callers.readerOfAll(req);
    res.json(await new RootStore(knex).list(read.roots(req)));
  });

  addLedgerHeadRoute(router, {
    evidence: new Evidence(knex, { isSigning: attestor !== null }),
    authorize: req => callers.readerOfAll(req),
  });
}
