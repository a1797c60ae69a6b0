import { Submission } from '../api';
import { EnforcementMode } from '../contracts';
import { Evidence } from './features';
import { allHold } from './gates';
import { Policy } from './schema';

/** Whether a text is what a pattern says, in which `*` stands for any characters. */
export function matchesGlob(pattern: string, value: string): boolean {
  const [first, ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === value;
  const last = rest.pop() ?? '';
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}

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
