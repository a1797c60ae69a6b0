import {
  createHttpClient,
  DesiredState,
  Fence,
  StaleEpochError,
  TargetCapabilities,
  TargetObservation,
} from '@adaptive-delivery/plugin-release-node';
import axios, { AxiosInstance } from 'axios';
import { FaultProfile } from '../targets/faults';

/** Long enough for a new version's process to start on a busy machine. */
const TIMEOUT_MS = 20_000;

/** The lab's world did not do what it was asked to. */
export class LabError extends Error {
  readonly name = 'LabError';
}

function inWords(error: unknown, url: string): string {
  if (axios.isAxiosError(error) && error.response) {
    const body = error.response.data as
      | { error?: { message?: string } }
      | undefined;
    const said = body?.error?.message ?? error.message;
    return `The lab at ${url} answered ${error.response.status}: ${said}`;
  }
  const why = error instanceof Error ? error.message : String(error);
  return `The lab at ${url} does not answer (${why}); npm start starts it beside the portal`;
}

/** Control of the lab's world over HTTP. */
export class LabClient {
  private readonly http: AxiosInstance;

  constructor(private readonly url: string) {
    this.http = createHttpClient({
      allowedHosts: [new URL(url).host],
      timeoutMs: TIMEOUT_MS,
    });
  }

  /** @throws LabError when the world does not answer or has no such target. */
  async target(name: string): Promise<{
    capabilities: TargetCapabilities;
    observation: TargetObservation;
  }> {
    return this.call('GET', `/v1/targets/${encodeURIComponent(name)}`);
  }

  /** @throws StaleEpochError when a newer epoch holds the target, LabError else. */
  async apply(
    name: string,
    desired: DesiredState,
    fence: Fence,
  ): Promise<TargetObservation> {
    try {
      const { data } = await this.http.put(
        `${this.url}/v1/targets/${encodeURIComponent(name)}`,
        { desired, ...fence },
      );
      return data.observation;
    } catch (error) {
      if (axios.isAxiosError(error) && error.response?.status === 409) {
        throw new StaleEpochError(`lab:${name}`, fence.epoch);
      }
      throw new LabError(inWords(error, this.url), { cause: error });
    }
  }

  async registerArtifact(
    sha256: string,
    artifact: { version: string; component: string; faults: FaultProfile },
  ): Promise<void> {
    await this.call('PUT', `/v1/artifacts/${sha256}`, artifact);
  }

  async setMode(mode: 'history' | 'live'): Promise<void> {
    await this.call('PUT', '/v1/mode', { mode });
  }

  private async call<T>(
    method: 'GET' | 'PUT',
    path: string,
    body?: unknown,
  ): Promise<T> {
    try {
      const { data } = await this.http.request<T>({
        method,
        url: `${this.url}${path}`,
        data: body,
      });
      return data;
    } catch (error) {
      throw new LabError(inWords(error, this.url), { cause: error });
    }
  }
}
