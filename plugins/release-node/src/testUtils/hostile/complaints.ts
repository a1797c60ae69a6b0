import { HostileBody } from './hostileBodies';
import { Mutation, pointsAt } from './mutate';
import { Entrance, Outcome, probe } from './probe';

const REFUSALS = [400, 404, 409];

function common({ status, changed, leaks }: Outcome): string[] {
  return [
    ...leaks.map(leak => `tells of its inside: ${leak}`),
    ...(status >= 400 && changed.length > 0
      ? [`refused with ${status}, but ${changed.join(', ')} changed`]
      : []),
  ];
}

/**
 * What is wrong with how a hostile body was taken; empty when it was refused
 * as it has to be: with words, with the path at fault and without a trace.
 */
export function complaintsAboutRefusal(
  { status, words }: HostileBody,
  outcome: Outcome,
): string[] {
  return [
    ...common(outcome),
    ...(status.includes(outcome.status)
      ? []
      : [`answered ${outcome.status}, not ${status.join(' or ')}`]),
    ...(words.test(outcome.message)
      ? []
      : [`says ${outcome.message.slice(0, 300)}, not ${words}`]),
    ...(outcome.status === 400 && outcome.faults.length === 0
      ? ['names no fault']
      : []),
  ];
}

/**
 * What is wrong with how a body with one thing changed was taken; empty when
 * it was stored whole, with its row in the ledger, or refused without a trace,
 * and the faults of a 400 point at what was changed.
 *
 * @param tells - tables that have to change when any does.
 */
export function complaintsAboutChange(
  { place }: Mutation,
  outcome: Outcome,
  tells: readonly string[] = ['ledger', 'ledger_head'],
): string[] {
  const { status, changed, faults } = outcome;
  const missing = tells.filter(table => !changed.includes(table));
  return [
    ...common(outcome),
    ...(status < 300 || REFUSALS.includes(status)
      ? []
      : [`answered ${status}`]),
    ...(status < 300 && changed.length > 0 && missing.length > 0
      ? [`${changed.join(', ')} changed without ${missing.join(', ')}`]
      : []),
    ...(faults.length > 0 && !pointsAt(faults, place)
      ? [`no fault is at it: ${JSON.stringify(faults).slice(0, 500)}`]
      : []),
  ];
}

/** What was wrong with how these bodies were taken, by the names of the bodies. */
export async function complaintsAboutAll(
  entrance: Entrance,
  bodies: readonly HostileBody[],
): Promise<Array<[name: string, complaints: string[]]>> {
  const all: Array<[string, string[]]> = [];
  for (const hostile of bodies) {
    const outcome = await probe(entrance, hostile);
    const complaints = complaintsAboutRefusal(hostile, outcome);
    if (complaints.length > 0) all.push([hostile.name, complaints]);
  }
  return all;
}
