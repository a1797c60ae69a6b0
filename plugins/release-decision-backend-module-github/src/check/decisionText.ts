import {
  DecisionRecord,
  RequiredApproval,
  approvalEffect,
  describeRoles,
  formatContribution,
  formatScore,
  outstandingSeats,
} from '@adaptive-delivery/plugin-release-common';
import {
  factorsByWeight,
  shortName,
} from '@adaptive-delivery/plugin-release-node';
import { joinLines, link, quote, table, time } from './markdown';
import { commandsFor } from './commands';

/** Of ours: GitHub takes 65,535 characters for each of the two. */
const MAX_TEXT = 60_000;

const titled = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`### ${title}`, '', ...lines, ''] : [];

const bullets = (lines: readonly string[]) => lines.map(line => `- ${line}`);

function seatWords(seat: Pick<RequiredApproval, 'role' | 'component'>): string {
  const name = describeRoles([seat.role]);
  return seat.component
    ? `${name} of ${quote(shortName(seat.component), 100)}`
    : name;
}

function factorTable(record: DecisionRecord): string[] {
  const { riskScore } = record.decision;
  const rows = factorsByWeight(record).map(({ contribution, words }) => [
    formatContribution(contribution),
    quote(words, 300),
  ]);
  return [
    ...table(['Points', 'Why'], rows),
    ...(rows.length > 0
      ? [`| **${formatScore(riskScore)}** | **of 100, ${record.band}** |`]
      : []),
  ];
}

function approvals(record: DecisionRecord): string[] {
  const { required, given } = record.decision.approvals;
  const said = given.map(({ decision, by, reason, via, ...seat }) => {
    const mark = decision === 'approve' ? '✅ approved' : '⛔ rejected';
    const where = via ? ` (${quote(via, 40)})` : '';
    return `${mark} by **${quote(shortName(by), 100)}** as ${seatWords(
      seat,
    )}${where}: ${quote(reason, 500)}`;
  });
  if (record.state !== 'awaitingApproval') return said;
  const asked = outstandingSeats({ required, given }).map(seat => {
    const why = required.find(
      ({ role, component }) =>
        role === seat.role && component === seat.component,
    )?.why;
    return `⏳ ${seatWords(seat)}: ${quote(why ?? '', 300)}`;
  });
  return [...said, ...asked];
}

const parts = (record: DecisionRecord) =>
  (record.decision.candidate.parts ?? []).map(
    ({ component, version }) =>
      `${quote(shortName(component), 100)} ${quote(version, 100)}`,
  );

const missing = (record: DecisionRecord) =>
  record.decision.missingEvidence.map(({ words }) => quote(words, 300));

const gates = (record: DecisionRecord) =>
  record.decision.blockedBy.map(
    ({ words, liftedBy }) =>
      `⛔ ${quote(words, 500)} _Lifted by:_ ${quote(liftedBy, 500)}`,
  );

function freeze({ decision }: DecisionRecord): string[] {
  return decision.freeze
    ? [
        `🧊 ${quote(decision.freeze.words, 500)} Until ${time(
          decision.freeze.until,
        )}.`,
      ]
    : [];
}

function effect(record: DecisionRecord): string[] {
  const { will, willNot } = approvalEffect(record);
  return [...will, ...willNot].map(words => quote(words, 500));
}

function provenance(record: DecisionRecord): string[] {
  const { candidate, policy } = record.decision;
  const message = quote(candidate.commitMessage ?? '', 200);
  return [
    message && `Commit: ${message}`,
    `Build ${quote(record.buildId, 120)}`,
    `Policy ${quote(policy.name, 100)} ${quote(policy.version, 100)}`,
    `Decision \`${record.id}\`, revision ${record.revision}`,
  ].filter(Boolean);
}

/** How to answer, while an answer is waited for. */
function howToAnswer(record: DecisionRecord): string[] {
  if (record.state !== 'awaitingApproval') return [];
  const { expiresAt } = record.decision.approvals;
  const { approve, reject } = commandsFor(record);
  return [
    'A reason is mandatory. Answer in the portal, or write one of these as a comment on the pull request or on the commit, with your reason:',
    '',
    '```',
    approve,
    reject,
    '```',
    ...(expiresAt ? ['', `Can be answered until ${time(expiresAt)}.`] : []),
  ];
}

/** What stands first: where the decision is and what to do about it. */
export function summaryOf(record: DecisionRecord, url: string): string {
  return joinLines(
    [
      quote(record.stateReason, 1000),
      '',
      `**Risk ${formatScore(record.riskScore)} of 100, ${record.band}** · ${
        record.enforcement
      } · ${link(url, 'open in the portal')}`,
      '',
      ...howToAnswer(record),
    ],
    MAX_TEXT,
  );
}

/** Everything behind the decision. */
export function textOf(record: DecisionRecord): string {
  return joinLines(
    [
      ...titled('Builds', bullets(parts(record))),
      ...titled('Why this score', factorTable(record)),
      ...titled('Missing evidence', bullets(missing(record))),
      ...titled('Blocked by', bullets(gates(record))),
      ...titled('Freeze window', bullets(freeze(record))),
      ...titled('Approvals', bullets(approvals(record))),
      ...(record.state === 'awaitingApproval'
        ? titled('What approving does', bullets(effect(record)))
        : []),
      ...titled('Where it comes from', bullets(provenance(record))),
    ],
    MAX_TEXT,
  );
}
