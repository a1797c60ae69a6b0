import { Command, InvalidArgumentError } from 'commander';
import path from 'node:path';
import { ServedWorld, serveWorld } from './serveWorld';

function number(min: number, max: number) {
  return (value: string) => {
    const parsed = Number(value);
    if (Number.isFinite(parsed) && parsed >= min && parsed <= max) {
      return parsed;
    }
    throw new InvalidArgumentError(`give a number from ${min} to ${max}`);
  };
}

type Options = {
  port: number;
  data: string;
  rate: number;
  seed: number;
  watchStdin?: boolean;
};

function say(words: string) {
  process.stdout.write(`lab: ${words}\n`);
}

function complain(words: string) {
  process.stderr.write(`lab: ${words}\n`);
}

function inWords(error: unknown, port: number): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return `port ${port} is taken; stop what listens there or choose another with --port`;
  }
  if (code === 'ENOSPC') return 'there is no space left on the disk';
  return message;
}

async function run(options: Options) {
  let served: ServedWorld | undefined;
  let ending = false;
  const end = async (why: string) => {
    if (ending) return;
    ending = true;
    say(`ends: ${why}`);
    // Whatever hangs, the world is gone soon; its children go with it.
    setTimeout(() => process.exit(1), 5_000).unref();
    await served?.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end('asked to'));
  process.on('SIGINT', () => void end('asked to'));
  process.on('disconnect', () => void end('its parent is gone'));
  if (options.watchStdin) {
    process.stdin.on('close', () => void end('its parent is gone'));
    process.stdin.resume();
  }
  try {
    served = await serveWorld({
      port: options.port,
      folder: path.resolve(options.data, 'world'),
      requestsPerSecond: options.rate,
      scrapeIntervalMs: 1_000,
      seed: options.seed,
      log: complain,
    });
  } catch (error) {
    complain(`cannot start: ${inWords(error, options.port)}`);
    process.exit(1);
  }
  say(`the world is at ${served.url}`);
  process.send?.({ kind: 'ready', url: served.url });
}

void new Command('lab')
  .description('a small world to release into, on this machine only')
  .option('--port <port>', 'port on 127.0.0.1', number(0, 65_535), 7010)
  .option('--data <folder>', 'folder for what the lab keeps', 'data/lab')
  .option('--rate <n>', 'requests per second', number(1, 500), 125)
  .option('--seed <n>', 'of the models', number(0, 2 ** 31), 1)
  .option('--watch-stdin', 'end when standard input is closed')
  .action(run)
  .parseAsync();
