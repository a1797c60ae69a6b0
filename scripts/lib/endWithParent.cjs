// Preloaded into the portal and the lab: their standard input is a pipe that
// nobody writes to, and that the system closes when the start script is gone,
// however it ended. Then they end as well, in good order while that works.
const { isMainThread } = require('node:worker_threads');

const GRACE_MS = 10_000;

let ending = false;

function end() {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
}

// Worker threads preload this file too, and have no input of their own.
if (isMainThread) {
  process.stdin.once('error', end);
  process.stdin.once('close', end);
  process.stdin.resume();
  process.stdin.unref();
}
