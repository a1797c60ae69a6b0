import { Latencies, summarize } from './latencies';
import { Server } from './Server';
import { componentName } from './submissions';

/** What people and pipelines read, by the name of what they see. */
export function readsOf(decisionId: string): Record<string, string> {
  const component = encodeURIComponent(`component:default/${componentName(3)}`);
  const list = '/api/release-decision/v1/decisions';
  return {
    fleet: `${list}?limit=50`,
    component: `${list}?entityRef=${component}&limit=50`,
    environment: `${list}?environment=production&limit=50`,
    waiting: `${list}?state=awaitingApproval&limit=50`,
    open: `${list}/${decisionId}`,
  };
}

/**
 * Sends one request after the other, in turns over the kinds, so that a slow
 * moment of the machine meets all of them.
 */
export async function measureReads(
  server: Server,
  decisionId: string,
  count: number,
): Promise<Record<string, Latencies>> {
  const routes = Object.entries(readsOf(decisionId));
  const taken: Record<string, number[]> = {};
  for (let round = -5; round < count; round++) {
    for (const [name, route] of routes) {
      const started = performance.now();
      const { status, body } = await server.get(route);
      if (status !== 200) throw new Error(`${route}: ${status} ${body}`);
      // The first rounds warm caches and compilers.
      if (round < 0) continue;
      (taken[name] ??= []).push(performance.now() - started);
    }
  }
  return Object.fromEntries(
    Object.entries(taken).map(([name, ms]) => [name, summarize(ms)]),
  );
}
