import { Knex } from 'knex';
import { HostileBody } from './hostileBodies';
import { RawRequest, exchange } from './exchange';
import { tableDigests } from './tableDigests';

/** Where a backend takes a body, and the database that it writes to. */
export type Entrance = Pick<
  RawRequest,
  'port' | 'method' | 'path' | 'headers'
> & { knex: Knex };

export type Outcome = {
  status: number;
  /** The body of the answer. */
  text: string;
  /** The error's words; empty when there is no error. */
  message: string;
  faults: Array<{ path: string; message: string }>;
  /** Tables whose rows are others than before. */
  changed: string[];
  /** What the answer tells of the inside of the portal. */
  leaks: string[];
};

/** Stack traces, files and statements, and what runs the portal. */
const INSIDE = [
  /(?:\\n|\n)\s+at \S/,
  /node_modules/,
  /\.(?:ts|cjs|mjs)\b/,
  /\b(?:select|insert into|update) [`"]\w+[`"]/,
  /SQLITE_|sqlstate/i,
];

const textOf = (answer: { text: string; headers: Record<string, string> }) =>
  [
    answer.text,
    ...Object.entries(answer.headers).map(
      ([name, value]) => `${name}:${value}`,
    ),
  ].join('\n');

function errorOf(text: string): { message?: string; faults?: unknown } {
  try {
    return JSON.parse(text).error ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return { message: text };
    throw error;
  }
}

/** Sends one body and tells what came of it. */
export async function probe(
  entrance: Entrance,
  sent: Pick<HostileBody, 'body' | 'headers' | 'length'> &
    Pick<RawRequest, 'then'>,
): Promise<Outcome> {
  const { knex, headers, ...request } = entrance;
  const before = await tableDigests(knex);
  const answer = await exchange({
    ...request,
    ...sent,
    headers: { ...headers, ...sent.headers },
  });
  const after = await tableDigests(knex);
  const { message = '', faults = [] } = errorOf(answer.text);
  return {
    status: answer.status,
    text: answer.text,
    message,
    faults: faults as Outcome['faults'],
    changed: Object.keys(after).filter(
      table => after[table].digest !== before[table]?.digest,
    ),
    leaks: INSIDE.flatMap(
      pattern => pattern.exec(textOf(answer))?.[0].slice(0, 200) ?? [],
    ),
  };
}
