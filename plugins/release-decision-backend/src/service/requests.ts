import {
  decisionStates,
  entityRef,
  environmentName,
  parseWith,
  sha256,
  uuid,
} from '@adaptive-delivery/plugin-release-common';
import {
  ledgerCursor,
  pageCursor,
  pageLimit,
  waitingTime,
} from '@adaptive-delivery/plugin-release-node';
import { Request } from 'express';
import { z } from 'zod';
import { MAX_WAIT_SECONDS } from './GateDesk';

const cursor = pageCursor.optional();
const limit = pageLimit(100, 20);

const listQuery = z.strictObject({
  entityRef: entityRef.optional(),
  environment: environmentName.optional(),
  state: z.enum(decisionStates).optional(),
  cursor,
  limit,
});

const pageQuery = z.strictObject({ cursor, limit });

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
  cursor: ledgerCursor.optional(),
  limit: pageLimit(1000, 200),
});

const rootsQuery = z.strictObject({ ...ledgerQuery.shape, cursor });

const gateQuery = z.strictObject({
  waitSeconds: waitingTime(MAX_WAIT_SECONDS),
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
  roots: (req: Request) => parseWith(rootsQuery, 'query', req.query),
  gate: (req: Request) => parseWith(gateQuery, 'query', req.query),
};
