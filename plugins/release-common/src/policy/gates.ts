import { GateFinding, RequiredApproval, RiskBand } from '../contracts';
import { Evidence } from './evidence';
import { readFeature } from './features';
import { Condition, Gate, Policy } from './schema';
import { shorten } from './shorten';
import {
  describeVulnerabilities,
  vulnerabilitiesMeant,
} from './vulnerabilities';
import { Subject, renderWords } from './words';

/** What `gateFinding` holds. */
const MAX_WORDS = 1000;
/** What `requiredApproval` holds. */
const MAX_WHY = 500;

/** Whether the evidence answers a condition with yes. */
export function holds(condition: Condition, evidence: Evidence): boolean {
  if (condition.openVulnerability) {
    return (
      vulnerabilitiesMeant(condition.openVulnerability, evidence).length > 0
    );
  }
  const value = condition.feature && readFeature(condition.feature, evidence);
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

/** What the first condition of a gate found, for its words. */
function subjectOf(
  { feature, openVulnerability }: Condition,
  evidence: Evidence,
): Subject | undefined {
  if (!openVulnerability) return feature;
  const meant = vulnerabilitiesMeant(openVulnerability, evidence);
  return {
    value: meant.length,
    vulnerabilities: describeVulnerabilities(meant, evidence),
  };
}

function findingOf(gate: Gate, evidence: Evidence): GateFinding {
  const subject = subjectOf(gate.when[0], evidence);
  return {
    gate: gate.name,
    words: renderWords(gate.words, evidence, subject, MAX_WORDS),
    liftedBy: renderWords(gate.liftedBy, evidence, subject, MAX_WORDS),
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
        ...gate.approvals.map(role => ({
          role,
          why: shorten(finding.words, MAX_WHY),
        })),
      );
      if (gate.planAs) outcome.planAs.push(gate.planAs);
    }
  }
  return outcome;
}
