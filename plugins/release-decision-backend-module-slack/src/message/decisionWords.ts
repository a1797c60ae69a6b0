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
import { localTime, quote } from './mrkdwn';

const SHOWN_FACTORS = 6;
const BAR = 8;

/** A share of the largest contribution as a bar of text. */
function bar(contribution: number, largest: number): string {
  const share = largest === 0 ? 0 : Math.abs(contribution) / largest;
  const full = Math.round(share * BAR);
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
}

/** Wide as a digit, and kept at the start of code where a space is not. */
const FIGURE_SPACE = '\u2007';
const column = (text: string) => text.padStart(6, FIGURE_SPACE);
const points = (value: number) => column(formatContribution(value));

/** The score as a waterfall in text: what weighs most first, then the sum. */
export function factorLines(record: DecisionRecord): string[] {
  const { riskScore } = record.decision;
  const ordered = factorsByWeight(record);
  const shown = ordered.slice(0, SHOWN_FACTORS);
  const rest = ordered.slice(SHOWN_FACTORS);
  const largest = Math.abs(ordered[0]?.contribution ?? 0);
  const lines = shown.map(
    ({ contribution, words }) =>
      `\`${points(contribution)} ${bar(contribution, largest)}\` ${quote(
        words,
        200,
      )}`,
  );
  if (rest.length > 0) {
    const sum = rest.reduce((total, f) => total + f.contribution, 0);
    lines.push(
      `\`${points(sum)} ${bar(sum, largest)}\` ${rest.length} smaller ${
        rest.length === 1 ? 'factor' : 'factors'
      }`,
    );
  }
  return [
    ...lines,
    `\`${column(`= ${formatScore(riskScore)}`)}\` of 100, ${record.band}`,
  ];
}

/** `SRE`, or in a bundle whose owner: `the owner of printer-driver`. */
function seatWords(seat: Pick<RequiredApproval, 'role' | 'component'>): string {
  const name = describeRoles([seat.role]);
  return seat.component
    ? `${name} of ${quote(shortName(seat.component), 100)}`
    : name;
}

/** Every approval given, the rejection if there is one, and who is still asked. */
export function approvalLines(record: DecisionRecord): string[] {
  const { required, given } = record.decision.approvals;
  const said = given.map(({ decision, by, reason, via, ...seat }) => {
    const mark = decision === 'approve' ? '✅ approved' : '⛔ rejected';
    const where = via ? ` (${quote(via, 40)})` : '';
    return `${mark} by *${quote(shortName(by), 100)}* as ${seatWords(
      seat,
    )}${where}: ${quote(reason, 300)}`;
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

/** The builds of a bundle; nothing for a single build. */
export const partLines = (record: DecisionRecord) =>
  (record.decision.candidate.parts ?? []).map(
    ({ component, version }) =>
      `• ${quote(shortName(component), 100)} ${quote(version, 100)}`,
  );

/** The freeze window that holds the release back; nothing when none does. */
export function freezeLines(record: DecisionRecord): string[] {
  const { freeze } = record.decision;
  return freeze
    ? [`🧊 ${quote(freeze.words, 500)} Until ${localTime(freeze.until)}.`]
    : [];
}

export const missingLines = (record: DecisionRecord) =>
  record.decision.missingEvidence.map(({ words }) => `• ${quote(words, 200)}`);

export const gateLines = (record: DecisionRecord) =>
  record.decision.blockedBy.map(
    ({ words, liftedBy }) =>
      `⛔ ${quote(words, 300)} _Lifted by:_ ${quote(liftedBy, 300)}`,
  );

/** What approving leads to, sentence by sentence. */
export function effectLines(record: DecisionRecord): string[] {
  const { will, willNot } = approvalEffect(record);
  return [...will, ...willNot].map(words => `• ${quote(words, 400)}`);
}
