import { ApprovalQuestion, joinApprovals, whoMayApprove } from './approvals';
import { ApprovalRole } from './schema';

type Case = {
  title: string;
  required: ApprovalRole[];
  given?: Array<[ApprovalRole, 'approve' | 'reject']>;
  groupsOfPerson: string[];
  componentOwner?: string | null;
  sre?: string[];
  approvesAs: ApprovalRole[];
  rejectsAs: ApprovalRole | null;
  why: string;
};

const OWNER = 'group:default/payments';
const SRE = 'group:default/sre';

const cases: Case[] = [
  {
    title: 'an owner gives the approval of the owner',
    required: ['owner'],
    groupsOfPerson: [OWNER],
    approvesAs: ['owner'],
    rejectsAs: 'owner',
    why: 'You can approve as the owner.',
  },
  {
    title: 'somebody with two roles gives both',
    required: ['owner', 'sre'],
    groupsOfPerson: [OWNER, SRE],
    approvesAs: ['owner', 'sre'],
    rejectsAs: 'owner',
    why: 'You can approve as the owner and SRE.',
  },
  {
    title: 'a person can be the owner without any group',
    required: ['owner'],
    groupsOfPerson: [],
    componentOwner: 'user:default/ann',
    approvesAs: ['owner'],
    rejectsAs: 'owner',
    why: 'You can approve as the owner.',
  },
  {
    title: 'a role that is given is not given again, but can still reject',
    required: ['owner', 'sre'],
    given: [['owner', 'approve']],
    groupsOfPerson: [OWNER],
    approvesAs: [],
    rejectsAs: 'owner',
    why: `Approval as the owner was given. You cannot approve as SRE: that is ${SRE}, and you are not one of them.`,
  },
  {
    title: 'a stranger can do nothing, and reads who could',
    required: ['owner'],
    groupsOfPerson: ['group:default/other'],
    approvesAs: [],
    rejectsAs: null,
    why: `You cannot approve as the owner: ${OWNER} owns it, and you are not one of them.`,
  },
  {
    title: 'a role without a group can be given by nobody',
    required: ['sre'],
    groupsOfPerson: [OWNER],
    sre: [],
    approvesAs: [],
    rejectsAs: null,
    why: 'You cannot approve as SRE: no group is set for it (adaptiveDelivery.approvers.sre).',
  },
  {
    title: 'a component without owner has none to ask',
    required: ['owner'],
    groupsOfPerson: [OWNER],
    componentOwner: null,
    approvesAs: [],
    rejectsAs: null,
    why: 'You cannot approve as the owner: the component names no owner in the catalog.',
  },
  {
    title: 'nothing is asked for',
    required: [],
    groupsOfPerson: [OWNER, SRE],
    approvesAs: [],
    rejectsAs: null,
    why: 'No approval is asked for.',
  },
];

it.each(cases)('$title', item => {
  const question: ApprovalQuestion = {
    approvals: {
      required: item.required.map(role => ({ role, why: 'because' })),
      given: (item.given ?? []).map(([role, decision]) => ({
        role,
        decision,
        by: 'user:default/bob',
        reason: 'seen',
        at: '2026-11-20T12:00:00Z',
      })),
    },
    person: {
      ref: 'user:default/ann',
      ownershipRefs: ['user:default/ann', ...item.groupsOfPerson],
    },
    componentOwner:
      item.componentOwner === undefined ? OWNER : item.componentOwner,
    groups: { sre: item.sre ?? [SRE], security: [] },
  };
  expect(whoMayApprove(question)).toMatchObject({
    approvesAs: item.approvesAs,
    rejectsAs: item.rejectsAs,
    why: item.why,
  });
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
