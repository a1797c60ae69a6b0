import { ChangeAuthor, RoleAnswer } from '../api';
import { FourEyes, RequiredApproval, RiskDecision } from '../contracts';
import { Approver, authorObstacle } from './authors';
import { ApprovalRole } from './schema';
import { shorten } from './shorten';

const roleNames: Record<ApprovalRole, string> = {
  owner: 'the owner',
  sre: 'SRE',
  security: 'security',
};

const listNames = (names: readonly string[], last: 'and' | 'or') =>
  names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} ${last} ${names[names.length - 1]}`;

const listRoles = (roles: readonly ApprovalRole[], last: 'and' | 'or') =>
  listNames(
    roles.map(role => roleNames[role]),
    last,
  );

/** `the owner, SRE and security` */
export function describeRoles(roles: readonly ApprovalRole[]): string {
  return listRoles(roles, 'and');
}

/** A role that is asked for; of a bundle's part, that part's owner alone. */
export type ApprovalSeat = Pick<RequiredApproval, 'role' | 'component'>;

const isSameSeat = (a: ApprovalSeat, b: ApprovalSeat) =>
  a.role === b.role && a.component === b.component;

/** `the owner of component:default/printer-driver` */
const seatName = ({ role, component }: ApprovalSeat) =>
  component ? `${roleNames[role]} of ${component}` : roleNames[role];

/** `the owner of component:default/printer-driver and SRE` */
export function describeSeats(seats: readonly ApprovalSeat[]): string {
  return listNames(seats.map(seatName), 'and');
}

const seatOf = ({ role, component }: ApprovalSeat): ApprovalSeat =>
  component ? { role, component } : { role };

/** One entry per role and part, with every reason it is asked for. */
export function joinApprovals(
  asked: readonly RequiredApproval[],
): RequiredApproval[] {
  const seats: Array<{ seat: ApprovalSeat; reasons: string[] }> = [];
  for (const item of asked) {
    const known = seats.find(({ seat }) => isSameSeat(seat, item));
    if (!known) seats.push({ seat: seatOf(item), reasons: [item.why] });
    else if (!known.reasons.includes(item.why)) known.reasons.push(item.why);
  }
  return seats.map(({ seat, reasons }) => ({
    ...seat,
    why: shorten(reasons.join('; '), 500),
  }));
}

type Approvals = Pick<RiskDecision['approvals'], 'required' | 'given'> & {
  fourEyes?: FourEyes;
};

/** What is asked for and has not been approved yet. */
export function outstandingSeats({
  required,
  given,
}: Pick<Approvals, 'required' | 'given'>): ApprovalSeat[] {
  return required
    .filter(
      seat =>
        !given.some(
          answer => isSameSeat(seat, answer) && answer.decision === 'approve',
        ),
    )
    .map(seatOf);
}

/** Roles that are asked for and have not approved yet, each once. */
export function outstandingRoles(
  approvals: Pick<Approvals, 'required' | 'given'>,
): ApprovalRole[] {
  return [...new Set(outstandingSeats(approvals).map(({ role }) => role))];
}

export type ApprovalQuestion = {
  approvals: Approvals;
  person: Approver;
  /** Who wrote the change; empty when the build does not say. */
  authors: readonly ChangeAuthor[];
  /** Owner of the component in the catalog; null when it names none. */
  componentOwner: string | null;
  /** Of a bundle, the owner of each part; null for one that names none. */
  partOwners?: Readonly<Record<string, string | null>>;
  /** Group or user references per role, from the configuration. */
  groups: Record<'sre' | 'security', readonly string[]>;
  /** Why the portal's permissions withhold it; null where they give it. */
  withheld: { approve: string | null; reject: string | null };
  /** What the person says for it; left out while they only look. */
  reason?: string;
  /** The one role the person wants to give, where several are possible. */
  role?: ApprovalRole;
};

export type ApprovalAnswer = {
  /** Every role that is asked for, and why this person can or cannot give it. */
  roles: RoleAnswer[];
  /** Roles an approval of this person gives now; empty when there are none. */
  approvesAs: ApprovalRole[];
  /** The same part by part, which is what an approval is kept as. */
  approvesSeats: ApprovalSeat[];
  /** Role in which this person can reject; null when there is none. */
  rejectsAs: ApprovalRole | null;
  /** Whether the person can approve, in one or two sentences. */
  why: string;
  /** Why the person cannot reject; null when they can. */
  whyNotReject: string | null;
};

const noFourEyes: FourEyes = {
  authorCannotApprove: false,
  distinctPeople: false,
  unknownAuthors: 'allow',
};

const fourEyesOf = ({ approvals }: ApprovalQuestion) =>
  approvals.fourEyes ?? noFourEyes;

function ownerOf({ component }: ApprovalSeat, question: ApprovalQuestion) {
  return component
    ? question.partOwners?.[component] ?? null
    : question.componentOwner;
}

/** Who holds a role: references, and in words where they come from. */
function holdersOf(seat: ApprovalSeat, question: ApprovalQuestion) {
  const { role, component } = seat;
  if (role === 'owner') {
    const owner = ownerOf(seat, question);
    return owner
      ? { refs: [owner], words: `${owner} owns it` }
      : {
          refs: [],
          words: `${
            component ?? 'the component'
          } names no owner in the catalog`,
        };
  }
  const refs = question.groups[role];
  return refs.length > 0
    ? { refs, words: `that is ${refs.join(' or ')}` }
    : {
        refs,
        words: `no group is set for it (adaptiveDelivery.approvers.${role})`,
      };
}

/** What keeps this person from approving in any role; null when nothing does. */
function personObstacle(question: ApprovalQuestion): string | null {
  const { withheld, authors, person, reason, approvals } = question;
  if (withheld.approve !== null) return withheld.approve;
  const author = authorObstacle(authors, person, fourEyesOf(question));
  if (author !== null) return author;
  const mine = approvals.given.find(
    ({ by, decision }) => by === person.ref && decision === 'approve',
  );
  if (fourEyesOf(question).distinctPeople && mine) {
    return `You approved as ${seatName(
      mine,
    )}; the other approvals have to come from somebody else.`;
  }
  return reason !== undefined && reason.trim() === ''
    ? 'An approval needs a reason; say what you looked at.'
    : null;
}

function seatAnswer(
  seat: ApprovalSeat,
  question: ApprovalQuestion,
  obstacle: string | null,
): RoleAnswer & { holds: boolean } {
  const { person, approvals, withheld } = question;
  const holders = holdersOf(seat, question);
  const mine = new Set([person.ref, ...person.ownershipRefs]);
  const holds = holders.refs.some(ref => mine.has(ref));
  const given = !outstandingSeats(approvals).some(item =>
    isSameSeat(item, seat),
  );
  const name = seatName(seat);
  let why = `You can approve as ${name}.`;
  if (given) why = `Approval as ${name} was given.`;
  else if (withheld.approve !== null) why = withheld.approve;
  else if (!holds) {
    why = `You cannot approve as ${name}: ${holders.words}${
      holders.refs.length > 0 ? ', and you are not one of them' : ''
    }.`;
  } else if (obstacle !== null) why = obstacle;
  const may = holds && !given && obstacle === null;
  return { ...seatOf(seat), given, holds, may, why };
}

function summaryOf(
  question: ApprovalQuestion,
  possible: readonly ApprovalRole[],
  asked: ReadonlyArray<{ why: string }>,
): string {
  if (asked.length === 0) return 'No approval is asked for.';
  if (possible.length === 0) {
    return [...new Set(asked.map(({ why }) => why))].join(' ');
  }
  const { role } = question;
  if (role !== undefined && !possible.includes(role)) {
    return `You cannot approve as ${roleNames[role]}, only as ${listRoles(
      possible,
      'or',
    )}.`;
  }
  return possible.length > 1 && fourEyesOf(question).distinctPeople
    ? `You can approve as ${listRoles(
        possible,
        'or',
      )}, but only as one of them: the others have to come from somebody else.`
    : `You can approve as ${describeRoles(possible)}.`;
}

/** In one role a person answers for every part whose owner they are. */
function chosenSeats(
  question: ApprovalQuestion,
  possible: readonly ApprovalSeat[],
): ApprovalSeat[] {
  const only =
    question.role ??
    (fourEyesOf(question).distinctPeople ? possible[0]?.role : undefined);
  return possible.filter(({ role }) => only === undefined || role === only);
}

const rolesOf = (seats: readonly ApprovalSeat[]): ApprovalRole[] => [
  ...new Set(seats.map(({ role }) => role)),
];

/** Why a person with these roles cannot reject; null when they can. */
function rejectObstacle(
  question: ApprovalQuestion,
  holdsAny: boolean,
  asked: ReadonlyArray<RoleAnswer>,
): string | null {
  if (question.withheld.reject !== null) return question.withheld.reject;
  if (!holdsAny) {
    return asked.length === 0
      ? 'No approval is asked for, so there is nothing to reject.'
      : `You cannot reject: that takes one of the roles that are asked for (${describeRoles(
          rolesOf(asked),
        )}), and you hold none of them.`;
  }
  const { reason } = question;
  return reason !== undefined && reason.trim() === ''
    ? 'A rejection needs a reason; say what has to change.'
    : null;
}

/**
 * Which of the required roles a person can give, and whether they can reject:
 * any holder of a role that is asked for can, authors of the change too. The
 * one place that knows, for the portal and for every other way to approve.
 */
export function whoMayApprove(question: ApprovalQuestion): ApprovalAnswer {
  const obstacle = personObstacle(question);
  const asked = joinApprovals(question.approvals.required).map(seat =>
    seatAnswer(seat, question, obstacle),
  );
  const possible = asked.filter(({ may }) => may).map(seatOf);
  const approvesSeats = chosenSeats(question, possible);
  const held = asked.find(({ holds }) => holds)?.role ?? null;
  const whyNotReject = rejectObstacle(question, held !== null, asked);
  return {
    roles: asked.map(({ holds: _, ...answer }) => answer),
    approvesAs: rolesOf(approvesSeats),
    approvesSeats,
    rejectsAs: whyNotReject === null ? held : null,
    why: summaryOf(question, rolesOf(possible), asked),
    whyNotReject,
  };
}
