import { Candidate, RiskDecision } from '../contracts';
import { Submission } from '../api';
import { BuildCase, assess } from './assess';
import { DecisionFrame, composeDecision } from './composeDecision';

export type DecideInput = BuildCase & DecisionFrame;

function candidateOf({ buildInfo, environment }: Submission): Candidate {
  return {
    component: buildInfo.component,
    buildId: buildInfo.buildId,
    version: buildInfo.version,
    commit: buildInfo.commit,
    ...(buildInfo.commitMessage && { commitMessage: buildInfo.commitMessage }),
    environment,
    artifacts: buildInfo.artifacts.map(({ name, os, sha256 }) => ({
      name,
      os,
      sha256,
    })),
  };
}

/**
 * Decides how a candidate is released. Pure: the same input gives the same
 * decision, in the backend, the browser, the CLI and a backtest.
 *
 * @throws UnknownProfileError when the policy lacks the analysis profile.
 */
export function decide(input: DecideInput): RiskDecision {
  return composeDecision(
    input,
    candidateOf(input.submission),
    assess(input.policy, input),
  );
}
