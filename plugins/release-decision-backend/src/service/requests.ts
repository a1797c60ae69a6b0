import {
  decisionStates,
  entityRef,
  environmentName,
  parseWith,
  sha256,
  uuid,
} from '@adaptive-delivery/plugin-release-common';
import { Request } from 'express';
import { z } from 'zod';
import { MAX_WAIT_SECONDS } from './GateDesk';

const cursor = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a nextCursor of an earlier answer');

const limit = z.coerce.number().int().min(1).max(100).default(20);

const listQuery = z.strictObject({
  entityRef: entityRef.optional(),
  environment: environmentName.optional(),
  state: z.enum(decisionStates).optional(),
  cursor: cursor.optional(),
  limit,
});

const pageQuery = z.strictObject({ cursor: cursor.optional(), limit });

const quarantineQuery = z.strictObject({
  ...pageQuery.shape,
  /** Digests with commas between them; only entries of these are listed. */
  sha256: z
    .string()
    .transform(value => value.split(','))
    .pipe(z.array(sha256).min(1).max(100))
    .optional(),
});

const ledgerQuery = z.strictObject({
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

const gateQuery = z.strictObject({
  waitSeconds: z.coerce.number().min(0).max(MAX_WAIT_SECONDS).default(0),
});

/** What is in the address of a request. @throws ContractError */
export const read = {
  id: (req: Request) => parseWith(uuid, 'decision id', req.params.id),
  sha256: (req: Request) => parseWith(sha256, 'digest', req.params.sha256),
  list: (req: Request) => parseWith(listQuery, 'query', req.query),
  quarantine: (req: Request) =>
    parseWith<z.output<typeof quarantineQuery>>(
      quarantineQuery as unknown as z.ZodType<z.output<typeof quarantineQuery>>,
      'query',
      req.query,
    ),
  ledger: (req: Request) => parseWith(ledgerQuery, 'query', req.query),
  gate: (req: Request) => parseWith(gateQuery, 'query', req.query),
};
