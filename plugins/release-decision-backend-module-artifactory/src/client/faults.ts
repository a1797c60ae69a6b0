import {
  ArtifactConflictError,
  ArtifactMissingError,
  ArtifactRefusedError,
  ArtifactStoreUnreachableError,
} from '@adaptive-delivery/plugin-release-node';
import axios from 'axios';
import { z } from 'zod';

const answer = z.object({
  errors: z.array(z.object({ message: z.string() })).min(1),
});

/** What Artifactory said, in one line; it may say anything, so it is cut. */
function saidBy(data: unknown): string {
  const text =
    data instanceof Uint8Array ? new TextDecoder().decode(data) : data;
  let parsed: unknown = text;
  if (typeof text === 'string') {
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = undefined;
    }
  }
  const known = answer.safeParse(parsed);
  if (!known.success) return '';
  return `: ${known.data.errors[0].message.replace(/\s+/g, ' ').slice(0, 300)}`;
}

/**
 * An error of a call in words that say what to do.
 *
 * @param what - completes "Artifactory at … could not …"
 */
export function toStoreError(
  error: unknown,
  call: { host: string; what: string; path: string },
): Error {
  const { host, what, path } = call;
  const where = `Artifactory at ${host}`;
  if (!axios.isAxiosError(error) || !error.response) {
    const why = error instanceof Error ? error.message : String(error);
    return new ArtifactStoreUnreachableError(
      `${where} did not answer when it was asked to ${what}: ${why}`,
      error,
    );
  }
  const { status, data } = error.response;
  const said = saidBy(data);
  switch (status) {
    case 401:
      return new ArtifactRefusedError(
        `${where} does not know the token (401); set adaptiveDelivery.artifactory.token to an access token that is still valid${said}`,
      );
    case 403:
      return new ArtifactRefusedError(
        `${where} does not let the token ${what} (403); give its user read, annotate, deploy and, for retention and replacing records, delete on the repositories of adaptiveDelivery.artifactory.repositories${said}`,
      );
    case 404:
      return new ArtifactMissingError(
        path,
        `${where} has no ${path} (404)${said}`,
      );
    case 409:
      return new ArtifactConflictError(
        `${where} refused to ${what}, because it conflicts with what is there (409)${said}`,
      );
    default:
      return status === 429 || status >= 500
        ? new ArtifactStoreUnreachableError(
            `${where} could not ${what} now (${status})${said}`,
            error,
          )
        : new ArtifactRefusedError(
            `${where} refused to ${what} (${status})${said}`,
          );
  }
}
