import {
  DecisionRecord,
  GateAnswer,
  shorten,
} from '@adaptive-delivery/plugin-release-common';
import { oneLine, shortName } from '@adaptive-delivery/plugin-release-node';

export type ProtectionAnswer = {
  /** None: the deployment goes on waiting. */
  state?: 'approved' | 'rejected';
  comment: string;
};

/** Of ours: a comment is one glance, everything else is in the check. */
const MAX_COMMENT = 1000;
const MAX_WORDS = 300;

const saidWords = {
  proceed: 'let it through',
  hold: 'hold it',
  rejected: 'reject it',
};

function wordsOf(record: DecisionRecord, gate: GateAnswer): string {
  const who = `${shortName(record.entityRef)} ${oneLine(record.version)}`;
  const said = shorten(oneLine(gate.words), MAX_WORDS);
  const would = gate.wouldHave
    ? ` Enforced, it would have said to ${saidWords[gate.wouldHave]}.`
    : '';
  return `${who}: ${said}${would} ${gate.url}`;
}

/** Of each component the newest decision; the list is newest first. */
export function newestPerComponent(
  records: DecisionRecord[],
): DecisionRecord[] {
  const newest = new Map<string, DecisionRecord>();
  for (const record of records) {
    if (!newest.has(record.entityRef)) newest.set(record.entityRef, record);
  }
  return [...newest.values()];
}

/**
 * What a deployment of a commit is answered: rejected when the decision about
 * any component is, approved when all may proceed, and otherwise it waits.
 */
export function protectionAnswer(
  about: { commit: string; environment: string },
  decided: ReadonlyArray<{ record: DecisionRecord; gate: GateAnswer }>,
): ProtectionAnswer {
  if (decided.length === 0) {
    return {
      comment: `There is no decision about commit ${about.commit.slice(
        0,
        8,
      )} in ${
        about.environment
      } yet. The deployment waits until a build of it is submitted.`,
    };
  }
  const say = (only?: GateAnswer['answer']) =>
    shorten(
      decided
        .filter(({ gate }) => !only || gate.answer === only)
        .map(({ record, gate }) => wordsOf(record, gate))
        .join('\n'),
      MAX_COMMENT,
    );
  const has = (answer: GateAnswer['answer']) =>
    decided.some(({ gate }) => gate.answer === answer);
  if (has('rejected')) return { state: 'rejected', comment: say('rejected') };
  if (has('hold')) return { comment: say('hold') };
  return { state: 'approved', comment: say() };
}
