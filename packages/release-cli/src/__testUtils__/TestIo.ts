import { main } from '../main';
import { Io } from '../output/io';
import { cleanEnv } from './TestRepo';

export type Ran = { code: number; out: string; err: string };

/** Runs a command as a process would, without one; sleeping takes no time. */
export async function runRelease(
  args: string[],
  options: { cwd: string; env?: Io['env']; now?: () => number } & Partial<
    Pick<Io, 'sleep'>
  >,
): Promise<Ran & { slept: number[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const slept: number[] = [];
  let clock = Date.parse('2026-11-23T14:12:03Z');
  const code = await main(args, {
    cwd: options.cwd,
    env: { ...cleanEnv(), ...options.env },
    out: text => out.push(text),
    err: text => err.push(text),
    now: options.now ?? (() => clock),
    sleep:
      options.sleep ??
      (async ms => {
        slept.push(ms);
        clock += ms;
      }),
  });
  return { code, out: out.join('\n'), err: err.join('\n'), slept };
}
