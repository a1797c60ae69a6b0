/** A repository on the configured GitHub. */
export type Repository = { owner: string; name: string };

const OWNER = /^[a-z0-9](?:[a-z0-9_-]{0,98})$/i;
const NAME = /^(?!\.{1,2}$)[a-z0-9._-]{1,100}$/i;

/** Null unless both are names that GitHub gives, safe as parts of a path. */
export function toRepository(owner: string, name: string): Repository | null {
  return OWNER.test(owner) && NAME.test(name) ? { owner, name } : null;
}

/**
 * The repository behind `https://host/o/r.git`, `git@host:o/r` or
 * `ssh://git@host/o/r`; null when it is not on this host.
 *
 * @param host - in lower case.
 */
export function repositoryOf(url: string, host: string): Repository | null {
  const text = url.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? text
    : `ssh://${text.replace(/^([^/:]+):(?!\/)/, '$1/')}`;
  const parsed = URL.parse(address);
  if (parsed?.hostname.toLocaleLowerCase('en-US') !== host) return null;
  const [owner = '', name = '', ...more] = parsed.pathname
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/i, '')
    .split('/');
  return more.length === 0 ? toRepository(owner, name) : null;
}

/** The same for every way of writing it. */
export const repositoryKey = ({ owner, name }: Repository) =>
  `${owner}/${name}`.toLocaleLowerCase('en-US');

export const sameRepository = (a: Repository, b: Repository) =>
  repositoryKey(a) === repositoryKey(b);
