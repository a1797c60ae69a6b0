import { safeText } from '../output/safeText';
import { EvidenceReport, LedgerReport } from './checkEvidence';

function describeHeld(rows: number, heldUpTo: number | null): string {
  if (heldUpTo === null) return 'no signed root holds any of them yet';
  return heldUpTo === rows
    ? 'all of them held fast by a signed root'
    : `those up to ${heldUpTo} held fast by a signed root, the rest not yet`;
}

function describeLedger({ ledger, rows, heldUpTo, fault }: LedgerReport) {
  if (fault) return `${ledger}: row ${fault.seq}: ${fault.words}`;
  if (rows === 0) return `${ledger}: empty`;
  return `${ledger}: ${rows} rows fit, ${describeHeld(rows, heldUpTo)}`;
}

/** The report for a person, what does not fit first. */
export function describeEvidence(report: EvidenceReport): string {
  const { ledgers, roots, notices } = report;
  const faults = [
    ...ledgers.filter(({ fault }) => fault).map(describeLedger),
    ...roots.flatMap(({ of, fault }) =>
      fault
        ? [
            fault.number === null
              ? `roots of ${of}: ${fault.words}`
              : `roots of ${of}: root ${fault.number}: ${fault.words}`,
          ]
        : [],
    ),
  ];
  const fine = [
    ...ledgers.filter(({ fault }) => !fault).map(describeLedger),
    ...roots
      .filter(({ fault }) => !fault)
      .map(({ of, count }) => `roots of ${of}: ${count} signed and in order`),
  ];
  const verdict = report.holds
    ? 'Everything fits.'
    : 'Something was altered or is missing:';
  return [
    verdict,
    ...faults,
    ...fine,
    ...notices.map(words => `notice: ${words}`),
  ]
    .map(safeText)
    .join('\n');
}
