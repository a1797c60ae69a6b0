import { RequiredApproval, RiskDecision } from '../contracts';
import { ApprovalRole } from './schema';
import { shorten } from './shorten';

const roleNames: Record<ApprovalRole, string> = {
  owner: 'the owner',
  sre: 'SRE',
  security: 'security',
};

/** `the owner, SRE and security` */
export function describeRoles(roles: readonly ApprovalRole[]): string {
  const names = roles.map(role => roleNames[role]);
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** One entry per role, with every reason it is asked for. */
export function joinApprovals(
  asked: readonly RequiredApproval[],
): RequiredApproval[] {
  const byRole = new Map<ApprovalRole, string[]>();
  for (const { role, why } of asked) {
    const reasons = byRole.get(role) ?? [];
    if (!reasons.includes(why)) byRole.set(role, [...reasons, why]);
  }
  return [...byRole].map(([role, reasons]) => {
    return { role, why: shorten(reasons.join('; '), 500) };
  });
}

type Approvals = Pick<RiskDecision['approvals'], 'required' | 'given'>;

/** Roles that are asked for and have not approved yet. */
export function outstandingRoles({
  required,
  given,
}: Approvals): ApprovalRole[] {
  return required
    .map(({ role }) => role)
    .filter(
      role => !given.some(g => g.role === role && g.decision === 'approve'),
    );
}

export type ApprovalQuestion = {
  approvals: Approvals;
  person: {
    ref: string;
    /** The person and the groups the person is in. */
    ownershipRefs: readonly string[];
  };
  /** Owner of the component in the catalog; null when it names none. */
  componentOwner: string | null;
  /** Group or user references per role, from the configuration. */
  groups: Record<'sre' | 'security', readonly string[]>;
};

export type ApprovalAnswer = {
  /** Every role that is asked for, and why this person can or cannot give it. */
  roles: Array<{
    role: ApprovalRole;
    given: boolean;
    may: boolean;
    why: string;
  }>;
  /** Roles an approval of this person gives now; empty when there are none. */
  approvesAs: ApprovalRole[];
  /** Role in which this person can reject; null when there is none. */
  rejectsAs: ApprovalRole | null;
  /** The whole of it in one sentence. */
  why: string;
};

/** Who holds a role: references, and in words where they come from. */
function holdersOf(role: ApprovalRole, question: ApprovalQuestion) {
  if (role === 'owner') {
    const { componentOwner } = question;
    return componentOwner
      ? { refs: [componentOwner], words: `${componentOwner} owns it` }
      : { refs: [], words: 'the component names no owner in the catalog' };
  }
  const refs = question.groups[role];
  return refs.length > 0
    ? { refs, words: `that is ${refs.join(' or ')}` }
    : {
        refs,
        words: `no group is set for it (adaptiveDelivery.approvers.${role})`,
      };
}

function summaryOf(
  approvesAs: readonly ApprovalRole[],
  asked: ReadonlyArray<{ why: string }>,
): string {
  if (asked.length === 0) return 'No approval is asked for.';
  return approvesAs.length > 0
    ? `You can approve as ${describeRoles(approvesAs)}.`
    : asked.map(({ why }) => why).join(' ');
}

/**
 * Which of the required roles a person can give. The one place that knows, for
 * the portal and for every other way to approve.
 */
export function whoMayApprove(question: ApprovalQuestion): ApprovalAnswer {
  const { approvals, person } = question;
  const outstanding = outstandingRoles(approvals);
  const mine = new Set([person.ref, ...person.ownershipRefs]);
  const asked = joinApprovals(approvals.required).map(({ role }) => {
    const holders = holdersOf(role, question);
    const holds = holders.refs.some(ref => mine.has(ref));
    const given = !outstanding.includes(role);
    const name = roleNames[role];
    let why = `You can approve as ${name}.`;
    if (given) why = `Approval as ${name} was given.`;
    else if (!holds) {
      why = `You cannot approve as ${name}: ${holders.words}${
        holders.refs.length > 0 ? ', and you are not one of them' : ''
      }.`;
    }
    return { role, given, holds, may: holds && !given, why };
  });
  const approvesAs = asked.filter(r => r.may).map(r => r.role);
  const rejectsAs = asked.find(r => r.holds)?.role ?? null;
  return {
    roles: asked.map(({ role, given, may, why }) => ({
      role,
      given,
      may,
      why,
    })),
    approvesAs,
    rejectsAs,
    why: summaryOf(approvesAs, asked),
  };
}
