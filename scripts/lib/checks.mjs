import { statfs } from 'node:fs/promises';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from './UserError.mjs';

function tryPort(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', error => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') {
        resolve(error.code);
      } else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}

/**
 * @throws UserError when the port stays taken; a portal that was just ended
 * gets a moment to let go of it.
 */
export async function requireFreePort({ port, what, variable, waitMs = 3000 }) {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const problem = await tryPort(port);
    if (!problem) return;
    if (problem === 'EACCES') {
      throw new UserError(
        `Port ${port} (${what}) may not be used by this account. Choose another one: ${variable}=<port> npm start`,
      );
    }
    if (Date.now() > deadline) {
      throw new UserError(
        `Port ${port} (${what}) is taken by another program, maybe a portal that still runs. Stop that one, or choose another port: ${variable}=<port> npm start`,
      );
    }
    await sleep(250);
  }
}

const GIB = 1024 ** 3;

/** @throws UserError when the disk under a folder has too little room. */
export async function requireDiskSpace({ folder, bytes, what, read = statfs }) {
  const { bavail, bsize } = await read(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const gib = value => (value / GIB).toFixed(1);
  throw new UserError(
    `${what} needs about ${gib(bytes)} GB of disk space, but only ${gib(
      free,
    )} GB are free under ${folder}. Free some and run the command again.`,
  );
}
