import {
  Contract,
  ContractName,
  parseContract,
} from '@adaptive-delivery/plugin-release-common';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder with the published schemas and examples of the contracts. */
export const contractsFolder = resolve(__dirname, '../../../../contracts');

export function example<N extends ContractName>(name: N): Contract<N> {
  return parseContract(
    name,
    JSON.parse(
      readFileSync(
        resolve(contractsFolder, 'examples', `${name}.json`),
        'utf8',
      ),
    ),
  );
}

/** What the portal answers to the submission of the examples. */
export function exampleRecord(overrides: object = {}) {
  const decision = example('risk-decision');
  return {
    id: decision.decisionId,
    state: 'queued',
    stateReason: 'Waiting for lab:payments-service.',
    revision: 1,
    entityRef: decision.candidate.component,
    environment: 'production',
    version: '2.14.0',
    riskScore: decision.riskScore,
    band: decision.band,
    strategy: decision.strategy,
    enforcement: decision.enforcement,
    decision,
    ...overrides,
  };
}

export function exampleGate(answer: string, overrides: object = {}) {
  return {
    answer,
    decisionId: example('risk-decision').decisionId,
    state: answer === 'hold' ? 'awaitingApproval' : 'releasing',
    words: `The answer is ${answer}.`,
    url: 'http://localhost:7007/catalog/default/component/payments-service/releases',
    ...overrides,
  };
}
