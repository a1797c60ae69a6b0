import { Submission } from '../api';
import { EnforcementMode } from '../contracts';
import { Evidence } from './evidence';
import { allHold } from './gates';
import { matchesGlob } from './glob';
import { Policy } from './schema';

const anyOf = (submission: Submission, systems: readonly string[]) =>
  submission.buildInfo.artifacts.some(({ os }) => systems.includes(os));

/** How the policy treats a candidate: the first rule that matches says. */
export function enforcementOf(
  policy: Pick<Policy, 'enforcement'>,
  evidence: Evidence,
): EnforcementMode {
  const { submission } = evidence;
  const rule = policy.enforcement.rules.find(
    ({ component, environment, os, when }) =>
      (!component || matchesGlob(component, submission.buildInfo.component)) &&
      (!environment || matchesGlob(environment, submission.environment)) &&
      (!os || anyOf(submission, os)) &&
      (!when || allHold(when, evidence)),
  );
  return rule?.mode ?? policy.enforcement.default;
}
