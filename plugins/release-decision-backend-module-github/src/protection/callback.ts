import { Repository, sameRepository, toRepository } from '../repository';

const PATH =
  /^\/repos\/([^/]+)\/([^/]+)\/actions\/runs\/([1-9]\d{0,15})\/deployment_protection_rule$/;

/**
 * The run that a callback address names. Only that is read from it, and only
 * when the address is the one of this GitHub and repository: what is called
 * afterwards is built anew from its parts.
 *
 * @returns null for any other address.
 */
export function runOf(
  callbackUrl: string,
  apiUrl: URL,
  repository: Repository,
): number | null {
  const url = URL.parse(callbackUrl);
  const base = apiUrl.pathname.replace(/\/+$/, '');
  if (!url || url.origin !== apiUrl.origin) return null;
  if (url.username || url.password || !url.pathname.startsWith(base)) {
    return null;
  }
  const [, owner = '', name = '', run] =
    PATH.exec(url.pathname.slice(base.length)) ?? [];
  const named = toRepository(owner, name);
  if (!named || !sameRepository(named, repository)) return null;
  const runId = Number(run);
  return Number.isSafeInteger(runId) ? runId : null;
}
