import { stopPortal } from './portal';

export default async function globalTeardown() {
  if (process.env.E2E_REUSE) return;
  await stopPortal();
}
