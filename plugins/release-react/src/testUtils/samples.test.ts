import { parseContract } from '@adaptive-delivery/plugin-release-common';
import { sampleDecision, sampleIncident, sampleVerdict } from './samples';

describe('samples', () => {
  it('keep their contracts', () => {
    const { decision, buildInfo, riskInputs } = sampleDecision();
    parseContract('risk-decision', decision);
    parseContract('build-info', buildInfo);
    parseContract('risk-inputs', riskInputs);
    parseContract('verdict', sampleVerdict());
    parseContract('rollback-record', sampleIncident());
    const sum = decision.factors.reduce((n, f) => n + f.contribution, 0);
    expect(sum).toBe(decision.riskScore);
  });
});
