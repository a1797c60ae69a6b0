import {
  RiskBand,
  RiskDecision,
  parseContract,
} from '@adaptive-delivery/plugin-release-common';
import { sha256Of } from '@adaptive-delivery/plugin-release-node';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Example, Outcome } from '../domain';

const sample = parseContract(
  'risk-decision',
  JSON.parse(
    readFileSync(
      path.resolve(
        __dirname,
        '../../../../contracts/examples/risk-decision.json',
      ),
      'utf8',
    ),
  ),
);

/** The id of the nth decision of a test. */
export const idOf = (n: number) =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export function decisionOf(
  n: number,
  over: { policy?: string; band?: RiskBand; decidedAt?: string } = {},
): RiskDecision {
  const { policy = 'default', band = 'high' } = over;
  return {
    ...sample,
    decisionId: idOf(n),
    decidedAt: over.decidedAt ?? sample.decidedAt,
    band,
    policy: { name: policy, version: `${policy}-1`, digest: sha256Of(policy) },
    approvals: { ...sample.approvals, given: [] },
  };
}

export const outcomeOf = (kind: Outcome['kind']): Outcome => ({
  kind,
  words: `It was ${kind}.`,
  at: '2026-11-23T16:00:00Z',
});

export const exampleOf = (
  decision: RiskDecision,
  kind: Outcome['kind'] | null = null,
): Example => ({ decision, outcome: kind && outcomeOf(kind) });
