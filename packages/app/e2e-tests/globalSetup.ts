import { removeData, startPortal, stopPortal } from './portal';

/** A fresh portal with a fresh past, unless one is to be reused while writing tests. */
export default async function globalSetup() {
  if (process.env.E2E_REUSE) return;
  await stopPortal();
  removeData();
  const { seconds } = await startPortal();
  process.stdout.write(`The portal was ready after ${seconds.toFixed(1)} s.\n`);
}
