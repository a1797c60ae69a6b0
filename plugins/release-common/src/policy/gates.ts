import { GateFinding, RequiredApproval, RiskBand } from '../contracts';
import { Evidence, readFeature } from './features';
import { Condition, Gate, Policy } from './schema';
import { renderWords } from './words';

/** Whether the evidence answers a condition with yes. */
export function holds(condition: Condition, evidence: Evidence): boolean {
  const value = readFeature(condition.feature, evidence);
  if (value === undefined) return condition.missing === true;
  if (condition.is !== undefined) return value === condition.is;
  if (typeof value !== 'number') return false;
  if (condition.above !== undefined) return value > condition.above;
  if (condition.atLeast !== undefined) return value >= condition.atLeast;
  if (condition.below !== undefined) return value < condition.below;
  return false;
}

export const allHold = (
  conditions: readonly Condition[],
  evidence: Evidence,
): boolean => conditions.every(condition => holds(condition, evidence));

function findingOf(gate: Gate, evidence: Evidence): GateFinding {
  const { feature } = gate.when[0];
  return {
    gate: gate.name,
    words: renderWords(gate.words, evidence, feature),
    liftedBy: renderWords(gate.liftedBy, evidence, feature),
  };
}

export type GateOutcome = {
  /** Gates that nobody's approval opens. */
  blockedBy: GateFinding[];
  /** What the other gates ask for, in their order. */
  approvals: RequiredApproval[];
  /** Bands that the plan must at least be of. */
  planAs: RiskBand[];
};

/** Which gates of the policy a candidate runs into. */
export function checkGates(
  policy: Pick<Policy, 'gates'>,
  evidence: Evidence,
): GateOutcome {
  const outcome: GateOutcome = { blockedBy: [], approvals: [], planAs: [] };
  for (const gate of policy.gates) {
    if (!allHold(gate.when, evidence)) continue;
    const finding = findingOf(gate, evidence);
    if (gate.effect === 'block') {
      outcome.blockedBy.push(finding);
    } else {
      outcome.approvals.push(
        ...gate.approvals.map(role => ({ role, why: finding.words })),
      );
      if (gate.planAs) outcome.planAs.push(gate.planAs);
    }
  }
  return outcome;
}
