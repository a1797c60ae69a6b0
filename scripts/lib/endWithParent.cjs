// Preloaded into the portal and the lab: their standard input is a pipe that
// nobody writes to, and that the system closes when the start script is gone,
// however it ended. Then they end as well, in good order while that works.
const GRACE_MS = 10_000;

process.stdin.on('error', () => {});
process.stdin.once('close', () => {
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
process.stdin.resume();
process.stdin.unref();
