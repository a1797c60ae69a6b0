import {
  DecisionRecord,
  RiskDecision,
  buildInfo,
  riskDecision,
  riskInputs,
} from '@adaptive-delivery/plugin-release-common';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const EXAMPLES = resolvePackagePath(
  '@adaptive-delivery/plugin-release-node',
  '../../contracts/examples',
);

const example = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8'));

/** The example of the contracts, waiting for approval by the owner and SRE. */
export function sampleRecord(
  change: Partial<DecisionRecord> = {},
  decisionChange: Partial<RiskDecision> = {},
): DecisionRecord {
  const decision: RiskDecision = {
    ...riskDecision.parse(example('risk-decision')),
    enforcement: 'advisory',
    approvals: {
      required: [
        { role: 'owner', why: 'Advisory mode: nothing goes out by itself' },
        { role: 'sre', why: 'The risk is high' },
      ],
      given: [],
      expiresAt: '2026-11-24T14:12:09Z',
    },
    missingEvidence: [
      { feature: 'coverage.delta', words: 'No coverage report was sent' },
    ],
    ...decisionChange,
  };
  const { candidate, approvals } = decision;
  return {
    id: decision.decisionId,
    state: 'awaitingApproval',
    stateReason: 'It needs approval by the owner and SRE.',
    releaseAfter: null,
    revision: 1,
    entityRef: candidate.component,
    environment: candidate.environment,
    version: candidate.version,
    buildId: candidate.buildId,
    commit: candidate.commit,
    commitMessage: candidate.commitMessage ?? null,
    riskScore: decision.riskScore,
    band: decision.band,
    strategy: decision.strategy,
    enforcement: decision.enforcement,
    requiredRoles: approvals.required.map(({ role }) => role),
    givenRoles: [],
    createdAt: decision.decidedAt,
    updatedAt: decision.decidedAt,
    rolloutIds: [],
    decision,
    buildInfo: buildInfo.parse(example('build-info')),
    riskInputs: riskInputs.parse(example('risk-inputs')),
    may: { approve: false, reject: false, why: '' },
    ...change,
  };
}
