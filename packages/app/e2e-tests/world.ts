import { labUrl } from './portal';

/** One thing that was done to a target, as the target itself wrote it down. */
export type Apply = {
  desired: { kind: 'expose' | 'promote' | 'restore' };
  key: string;
  effect: string;
};

async function get<T>(path: string): Promise<T> {
  const response = await fetch(`${labUrl()}${path}`);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

export async function applies(target: string): Promise<Apply[]> {
  const { items } = await get<{ items: Apply[] }>(
    `/v1/targets/${target}/applies`,
  );
  return items;
}

/** What runs, and the exposure of what comes. */
export async function observe(target: string) {
  const { observation } = await get<{
    observation: {
      stable: { version: string; sha256: string[] };
      percent: number;
    };
  }>(`/v1/targets/${target}`);
  return { stable: observation.stable.version, percent: observation.percent };
}
