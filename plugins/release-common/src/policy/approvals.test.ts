import { ChangeAuthor } from '../api';
import { FourEyes } from '../contracts';
import { ApprovalQuestion, joinApprovals, whoMayApprove } from './approvals';
import { authorsOfBuild } from './authors';
import { ApprovalRole } from './schema';

const OWNER = 'group:default/payments';
const SRE = 'group:default/sre';

const strict: FourEyes = {
  authorCannotApprove: true,
  distinctPeople: true,
  unknownAuthors: 'compareAddress',
};
const none: FourEyes = {
  authorCannotApprove: false,
  distinctPeople: false,
  unknownAuthors: 'allow',
};

const ben: ChangeAuthor = {
  name: 'Ben',
  email: 'ben@example.com',
  refs: ['user:default/ben'],
};
const ann: ChangeAuthor = {
  name: 'Ann',
  email: 'ann@example.com',
  refs: ['user:default/ann'],
};
const outsider: ChangeAuthor = {
  name: 'X. Y.',
  email: 'x@y.example',
  refs: [],
};
const nameOnly: ChangeAuthor = { name: 'Zed', email: null, refs: [] };

type Case = {
  title: string;
  required: ApprovalRole[];
  given?: Array<[by: string, ApprovalRole, 'approve' | 'reject']>;
  /** Groups of user:default/ann, who asks. */
  in: string[];
  email?: string | null;
  authors?: ChangeAuthor[];
  fourEyes?: Partial<FourEyes>;
  componentOwner?: string | null;
  sre?: string[];
  withheld?: Partial<ApprovalQuestion['withheld']>;
  reason?: string;
  role?: ApprovalRole;
  approvesAs: ApprovalRole[];
  rejectsAs: ApprovalRole | null;
  why: string;
};

function ask(item: Omit<Case, 'title' | 'approvesAs' | 'rejectsAs' | 'why'>) {
  return whoMayApprove({
    approvals: {
      required: item.required.map(role => ({ role, why: 'because' })),
      given: (item.given ?? []).map(([by, role, decision]) => ({
        role,
        decision,
        by: `user:default/${by}`,
        reason: 'seen',
        at: '2026-11-20T12:00:00Z',
      })),
      fourEyes: { ...strict, ...item.fourEyes },
    },
    person: {
      ref: 'user:default/ann',
      ownershipRefs: ['user:default/ann', ...item.in],
      email: item.email === undefined ? 'ann@example.com' : item.email,
    },
    authors: item.authors ?? [ben],
    componentOwner:
      item.componentOwner === undefined ? OWNER : item.componentOwner,
    groups: { sre: item.sre ?? [SRE], security: [] },
    withheld: { approve: null, reject: null, ...item.withheld },
    reason: item.reason,
    role: item.role,
  });
}

const expected = ({ approvesAs, rejectsAs, why }: Case) => ({
  approvesAs,
  rejectsAs,
  why,
});

describe('a role is given by those who hold it', () => {
  it.each<Case>([
    {
      title: 'an owner gives the approval of the owner',
      required: ['owner'],
      in: [OWNER],
      approvesAs: ['owner'],
      rejectsAs: 'owner',
      why: 'You can approve as the owner.',
    },
    {
      title: 'a person can be the owner without any group',
      required: ['owner'],
      in: [],
      componentOwner: 'user:default/ann',
      approvesAs: ['owner'],
      rejectsAs: 'owner',
      why: 'You can approve as the owner.',
    },
    {
      title: 'a role that is given is not given again, but can still reject',
      required: ['owner', 'sre'],
      given: [['ben', 'owner', 'approve']],
      in: [OWNER],
      approvesAs: [],
      rejectsAs: 'owner',
      why: `Approval as the owner was given. You cannot approve as SRE: that is ${SRE}, and you are not one of them.`,
    },
    {
      title: 'one role that is given leaves the others to be given',
      required: ['owner', 'sre'],
      given: [['ben', 'owner', 'approve']],
      in: [SRE],
      approvesAs: ['sre'],
      rejectsAs: 'sre',
      why: 'You can approve as SRE.',
    },
    {
      title: 'a stranger can do nothing, and reads who could',
      required: ['owner'],
      in: ['group:default/other'],
      approvesAs: [],
      rejectsAs: null,
      why: `You cannot approve as the owner: ${OWNER} owns it, and you are not one of them.`,
    },
    {
      title: 'a role without a group can be given by nobody',
      required: ['sre'],
      in: [OWNER],
      sre: [],
      approvesAs: [],
      rejectsAs: null,
      why: 'You cannot approve as SRE: no group is set for it (adaptiveDelivery.approvers.sre).',
    },
    {
      title: 'a component without owner has none to ask',
      required: ['owner'],
      in: [OWNER],
      componentOwner: null,
      approvesAs: [],
      rejectsAs: null,
      why: 'You cannot approve as the owner: the component names no owner in the catalog.',
    },
    {
      title: 'nothing is asked for',
      required: [],
      in: [OWNER, SRE],
      approvesAs: [],
      rejectsAs: null,
      why: 'No approval is asked for.',
    },
  ])('$title', item => {
    expect(ask(item)).toMatchObject(expected(item));
  });
});

describe('two roles take two people', () => {
  const both = { required: ['owner', 'sre'] as ApprovalRole[] };
  it.each<Case>([
    {
      title: 'somebody with two roles gives the first of them',
      ...both,
      in: [OWNER, SRE],
      approvesAs: ['owner'],
      rejectsAs: 'owner',
      why: 'You can approve as the owner or SRE, but only as one of them: the others have to come from somebody else.',
    },
    {
      title: 'or the one they choose',
      ...both,
      in: [OWNER, SRE],
      role: 'sre',
      approvesAs: ['sre'],
      rejectsAs: 'owner',
      why: 'You can approve as the owner or SRE, but only as one of them: the others have to come from somebody else.',
    },
    {
      title: 'nobody chooses a role they do not hold',
      ...both,
      in: [OWNER],
      role: 'sre',
      approvesAs: [],
      rejectsAs: 'owner',
      why: 'You cannot approve as SRE, only as the owner.',
    },
    {
      title: 'whoever gave one does not give the other',
      ...both,
      given: [['ann', 'owner', 'approve']],
      in: [OWNER, SRE],
      approvesAs: [],
      rejectsAs: 'owner',
      why: 'Approval as the owner was given. You approved as the owner; the other approvals have to come from somebody else.',
    },
    {
      title: 'where the policy takes one person for both, one gives both',
      ...both,
      fourEyes: { distinctPeople: false },
      in: [OWNER, SRE],
      approvesAs: ['owner', 'sre'],
      rejectsAs: 'owner',
      why: 'You can approve as the owner and SRE.',
    },
  ])('$title', item => {
    expect(ask(item)).toMatchObject(expected(item));
  });
});

describe('whoever wrote the change does not approve it', () => {
  const owner = { required: ['owner'] as ApprovalRole[], in: [OWNER] };
  const unknown =
    'The author x@y.example is not a person in the catalog, so four eyes cannot be checked for them';
  it.each<Case>([
    {
      title: 'not as one author of several, though they can reject',
      ...owner,
      authors: [ben, ann],
      approvesAs: [],
      rejectsAs: 'owner',
      why: 'You wrote part of this change; somebody else has to approve it.',
    },
    {
      title: 'not when only the e-mail tells, because two users share it',
      ...owner,
      authors: [{ ...ann, refs: ['user:default/ann-marie'] }],
      approvesAs: [],
      rejectsAs: 'owner',
      why: 'You wrote part of this change; somebody else has to approve it.',
    },
    {
      title: 'unless the policy lets authors approve',
      ...owner,
      authors: [ann],
      fourEyes: { authorCannotApprove: false },
      approvesAs: ['owner'],
      rejectsAs: 'owner',
      why: 'You can approve as the owner.',
    },
    {
      title: 'an unknown author is told apart by the e-mail of who approves',
      ...owner,
      authors: [outsider],
      approvesAs: ['owner'],
      rejectsAs: 'owner',
      why: 'You can approve as the owner.',
    },
    {
      title: 'who approves past an unknown author must have an e-mail',
      ...owner,
      authors: [outsider],
      email: null,
      approvesAs: [],
      rejectsAs: 'owner',
      why: `${unknown}: only somebody whose own e-mail is in the catalog can approve, and yours is not.`,
    },
    {
      title: 'an author without e-mail cannot be told apart from anybody',
      ...owner,
      authors: [ben, nameOnly],
      approvesAs: [],
      rejectsAs: 'owner',
      why: 'The author Zed is not a person in the catalog, so four eyes cannot be checked for them, and the build does not give their e-mail; its pipeline has to send the commits with their authorEmail.',
    },
    {
      title: 'a build that names no author is no proof of anything',
      ...owner,
      authors: [],
      approvesAs: [],
      rejectsAs: 'owner',
      why: 'The build does not say who wrote the change, so nobody can be shown not to have written it; its pipeline has to send the commits with their authorEmail.',
    },
    {
      title: 'a policy may refuse whatever an unknown author wrote',
      ...owner,
      authors: [outsider],
      fourEyes: { unknownAuthors: 'block' },
      approvesAs: [],
      rejectsAs: 'owner',
      why: `${unknown}; nobody can approve until the catalog has a user with that e-mail.`,
    },
    {
      title: 'a policy may let unknown authors pass, but not known ones',
      ...owner,
      authors: [nameOnly],
      fourEyes: { unknownAuthors: 'allow' },
      approvesAs: ['owner'],
      rejectsAs: 'owner',
      why: 'You can approve as the owner.',
    },
  ])('$title', item => {
    expect(ask(item)).toMatchObject(expected(item));
  });
});

describe('the permission and the reason', () => {
  const owner = { required: ['owner'] as ApprovalRole[], in: [OWNER] };
  const words = 'You do not have the permission release.decision.approve.';
  it.each<Case>([
    {
      title: 'a role does not help without the permission',
      ...owner,
      withheld: { approve: words },
      approvesAs: [],
      rejectsAs: 'owner',
      why: words,
    },
    {
      title: 'the permission to reject is another one',
      ...owner,
      withheld: { reject: 'You do not have release.decision.reject.' },
      approvesAs: ['owner'],
      rejectsAs: null,
      why: 'You can approve as the owner.',
    },
    {
      title: 'nobody answers without saying why',
      ...owner,
      reason: ' \t',
      approvesAs: [],
      rejectsAs: null,
      why: 'An approval needs a reason; say what you looked at.',
    },
  ])('$title', item => {
    expect(ask(item)).toMatchObject(expected(item));
  });
});

it('keeps to what a decision without four eyes was made under', () => {
  const question = {
    required: ['owner', 'sre'] as ApprovalRole[],
    in: [OWNER, SRE],
    authors: [],
  };
  expect(ask({ ...question, fourEyes: none }).approvesAs).toEqual([
    'owner',
    'sre',
  ]);
});

it('says per role what a person can give, and why they cannot reject', () => {
  const answer = ask({ required: ['owner', 'sre'], in: [SRE] });
  expect(answer.roles).toEqual([
    {
      role: 'owner',
      given: false,
      may: false,
      why: `You cannot approve as the owner: ${OWNER} owns it, and you are not one of them.`,
    },
    {
      role: 'sre',
      given: false,
      may: true,
      why: 'You can approve as SRE.',
    },
  ]);
  expect(answer.whyNotReject).toBeNull();
  expect(ask({ required: ['owner', 'sre'], in: [] }).whyNotReject).toBe(
    'You cannot reject: that takes one of the roles that are asked for (the owner and SRE), and you hold none of them.',
  );
});

it('names each author of a build once, by e-mail where there is one', () => {
  const commit = (author: string, authorEmail?: string) => ({
    commit: 'a'.repeat(40),
    message: 'x',
    author,
    authorEmail,
  });
  expect(
    authorsOfBuild({
      commits: [
        commit('Ann', 'Ann@Example.com'),
        commit('A. Nn', 'ann@example.COM'),
        commit('Zed'),
        commit('Zed'),
      ],
    }),
  ).toEqual([
    { name: 'Ann', email: 'ann@example.com' },
    { name: 'Zed', email: null },
  ]);
  expect(authorsOfBuild({})).toEqual([]);
});

it('asks a role once, with every reason', () => {
  expect(
    joinApprovals([
      { role: 'owner', why: 'It changes a kernel driver' },
      { role: 'sre', why: 'It changes a kernel driver' },
      { role: 'owner', why: 'The risk is critical' },
      { role: 'owner', why: 'The risk is critical' },
    ]),
  ).toEqual([
    {
      role: 'owner',
      why: 'It changes a kernel driver; The risk is critical',
    },
    { role: 'sre', why: 'It changes a kernel driver' },
  ]);
});
