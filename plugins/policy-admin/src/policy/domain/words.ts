import {
  Condition,
  FeatureName,
  FreezeWindow,
  PlanStep,
  Policy,
  ScoreFactor,
  Transform,
  VulnerabilityClause,
  policyFeatures,
} from '@adaptive-delivery/plugin-release-common';
import {
  formatNumber,
  formatPercent,
  formatSeconds,
  stepLabel,
} from '@adaptive-delivery/plugin-release-react';

/** What a feature is, for people; its own name when it is not known here. */
export function featureTitle(feature: string): string {
  return Object.hasOwn(policyFeatures, feature)
    ? policyFeatures[feature as FeatureName].title
    : feature;
}

/** `cvss 9 or more and known to be exploited` */
function clauseWords(clause: VulnerabilityClause): string {
  const { severity, cvssAtLeast, epssAtLeast } = clause;
  return [
    severity && `severity ${severity}`,
    cvssAtLeast !== undefined && `CVSS ${formatNumber(cvssAtLeast)} or more`,
    epssAtLeast !== undefined &&
      `EPSS ${formatPercent(epssAtLeast * 100)} or more`,
    clause.epssMissing && 'EPSS not known',
    clause.kev && 'known to be exploited',
    clause.unrated && 'neither severity nor CVSS given',
  ]
    .filter(Boolean)
    .join(' and ');
}

/** One question about the evidence: `Tests that failed: above 0`. */
export function conditionWords(condition: Condition): string {
  if (condition.openVulnerability) {
    return `An open vulnerability: ${condition.openVulnerability
      .map(clauseWords)
      .join('; or ')}`;
  }
  const title = featureTitle(condition.feature ?? 'unknown');
  if (condition.missing) {
    return `${title}: not known`;
  }
  if (condition.is !== undefined) {
    return typeof condition.is === 'boolean'
      ? `${title}: ${condition.is ? 'yes' : 'no'}`
      : `${title}: ${condition.is}`;
  }
  if (condition.above !== undefined) {
    return `${title}: above ${formatNumber(condition.above)}`;
  }
  if (condition.atLeast !== undefined) {
    return `${title}: ${formatNumber(condition.atLeast)} or more`;
  }
  return `${title}: below ${formatNumber(condition.below ?? 0)}`;
}

/** When a factor adds all of its points. */
export function transformWords(transform: Transform): string {
  switch (transform.kind) {
    case 'log1p':
      return transform.invert
        ? `none at ${formatNumber(transform.saturatesAt)}, more the lower`
        : `all at ${formatNumber(
            transform.saturatesAt,
          )}, by orders of magnitude`;
    case 'linear':
      return transform.invert
        ? `none at ${formatNumber(transform.cap)}, more the lower`
        : `all at ${formatNumber(transform.cap)}, in proportion`;
    case 'share':
      return transform.invert
        ? 'all at 0 %, in proportion'
        : 'all at 100 %, in proportion';
    case 'boolean':
      return transform.riskyWhen === false ? 'when no' : 'when yes';
    default:
      return Object.entries(transform.values)
        .map(([value, share]) => `${value} ${formatPercent(share * 100)}`)
        .join(', ');
  }
}

/** The heaviest factors first. */
export function byWeight(factors: readonly ScoreFactor[]): ScoreFactor[] {
  return [...factors].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

/** `5 % for 20 s, look every 5 s`. */
export function stepWords(step: PlanStep): string {
  return `${stepLabel(step)} for ${formatSeconds(
    step.bakeSeconds,
  )}, a look every ${formatSeconds(step.lookEverySeconds)}, ${formatNumber(
    step.minSamples,
  )} samples`;
}

/** How long a release takes at least, in seconds. */
export function shortestRelease(steps: readonly PlanStep[]): number {
  return steps.reduce((sum, step) => sum + step.bakeSeconds, 0);
}

const unknownAuthors: Record<
  Policy['approvals']['fourEyes']['unknownAuthors'],
  string
> = {
  compareAddress:
    'Where the catalog does not know an author, only somebody whose own e-mail is known and differs can approve.',
  block: 'Where the catalog does not know an author, nobody can approve.',
  allow: 'An author whom the catalog does not know is let pass.',
};

/** Who may approve beside holding the role, one sentence per rule. */
export function fourEyesRules({
  authorCannotApprove,
  distinctPeople,
  unknownAuthors: unknown,
}: Policy['approvals']['fourEyes']): string[] {
  return [
    authorCannotApprove
      ? 'Whoever wrote a commit of the change cannot approve it.'
      : 'Whoever wrote the change can approve it too.',
    distinctPeople
      ? 'Two roles that are asked for are given by two people.'
      : 'One person can give several roles.',
    ...(authorCannotApprove ? [unknownAuthors[unknown]] : []),
  ];
}

/** `every week, Fri 16:00 to Mon 06:00`, in the window's own zone. */
export function windowTimes({ weekly, from, until }: FreezeWindow): string {
  return weekly
    ? `every week, ${weekly.from} to ${weekly.until}`
    : `once, ${from?.replace('T', ' ')} to ${until?.replace('T', ' ')}`;
}
