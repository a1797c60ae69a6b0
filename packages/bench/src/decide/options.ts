import { parseArgs } from 'node:util';

export type Options = {
  databases: Array<'sqlite' | 'postgres'>;
  /** Submissions a second that are sent, whether or not they are answered. */
  rate: number;
  /** How long they are sent. */
  seconds: number;
  /** How many decisions the reads are measured with, few and many. */
  few: number;
  many: number;
  /** Reads of each kind. */
  reads: number;
};

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`--${name} is "${value}"; write a whole number from 1 on`);
  }
  return number;
}

/** @throws Error naming the option at fault. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      database: { type: 'string', default: 'both' },
      rate: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '60' },
      few: { type: 'string', default: '1000' },
      many: { type: 'string', default: '1000000' },
      reads: { type: 'string', default: '300' },
    },
  });
  const { database } = values;
  if (database !== 'both' && database !== 'sqlite' && database !== 'postgres') {
    throw new Error(
      `--database is "${database}"; write sqlite, postgres or both`,
    );
  }
  return {
    databases: database === 'both' ? ['sqlite', 'postgres'] : [database],
    rate: positive('rate', values.rate),
    seconds: positive('seconds', values.seconds),
    few: positive('few', values.few),
    many: positive('many', values.many),
    reads: positive('reads', values.reads),
  };
}
