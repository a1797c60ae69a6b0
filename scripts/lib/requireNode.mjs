const OLDEST = 20;

/** Ends the process with one clear line on a Node that is too old. */
export function requireNode(version = process.versions.node) {
  if (Number(version.split('.')[0]) >= OLDEST) return;
  console.error(
    `Adaptive Delivery needs Node ${OLDEST} or newer (22 or 24 are best), but this is Node ${version}. Install a newer one from your package manager or nodejs.org and run the command again.`,
  );
  process.exit(1);
}
