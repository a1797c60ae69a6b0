import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import axios from 'axios';
import { createHttpClient } from '../http';

/** Another backend answered, but not with success. */
export class RemoteError extends Error {
  readonly name = 'RemoteError';

  constructor(
    readonly pluginId: string,
    readonly statusCode: number,
    message: string,
  ) {
    super(`${pluginId} answered ${statusCode}: ${message}`);
  }
}

/** Whether another backend answered that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'RemoteError' &&
    'statusCode' in error &&
    error.statusCode === 404
  );
}

/** Another backend did not answer at all. */
export class UnreachableError extends Error {
  readonly name = 'UnreachableError';

  constructor(readonly pluginId: string, cause: unknown) {
    super(
      `${pluginId} cannot be reached: ${
        cause instanceof Error ? cause.message : String(cause)
      }`,
      { cause },
    );
  }
}

export type PluginRequest = {
  pluginId: string;
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Below `/api/<pluginId>`, with the leading slash. */
  path: string;
  body?: unknown;
  timeoutMs?: number;
};

/** Calls between the portal's own backends, as this plugin's service principal. */
export interface PluginClient {
  /**
   * @throws RemoteError when the answer is not a success, UnreachableError when
   * there is none.
   */
  request<T>(request: PluginRequest): Promise<T>;
}

export class DefaultPluginClient implements PluginClient {
  constructor(
    private readonly deps: { discovery: DiscoveryService; auth: AuthService },
  ) {}

  async request<T>(request: PluginRequest): Promise<T> {
    const { pluginId } = request;
    const baseUrl = await this.deps.discovery.getBaseUrl(pluginId);
    const { token } = await this.deps.auth.getPluginRequestToken({
      onBehalfOf: await this.deps.auth.getOwnServiceCredentials(),
      targetPluginId: pluginId,
    });
    const client = createHttpClient({
      allowedHosts: [new URL(baseUrl).host],
      timeoutMs: request.timeoutMs ?? 15_000,
    });
    try {
      const response = await client.request<T>({
        method: request.method,
        url: `${baseUrl}${request.path}`,
        data: request.body,
        headers: {
          Authorization: `Bearer ${token}`,
          ...(request.body === undefined
            ? {}
            : { 'Content-Type': 'application/json' }),
        },
      });
      return response.data;
    } catch (error) {
      if (axios.isAxiosError(error) && error.response) {
        const data = error.response.data as
          | { error?: { message?: string } }
          | undefined;
        throw new RemoteError(
          pluginId,
          error.response.status,
          data?.error?.message ?? error.message,
        );
      }
      throw new UnreachableError(pluginId, error);
    }
  }
}
