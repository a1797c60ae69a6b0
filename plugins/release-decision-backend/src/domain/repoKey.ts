/** So much of an address is compared. */
const MAX_LENGTH = 400;

/**
 * Host, owner and name of a repository in lower case: the same key for
 * `https://git.example/o/r.git`, `git@git.example:o/r` and
 * `ssh://git@git.example:7999/o/r/`.
 */
export function repoKey(url: string): string {
  const text = url.trim().toLowerCase();
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//.exec(text);
  const rest = scheme
    ? text.slice(scheme[0].length)
    : text.replace(/^((?:[^@/:]+@)?[^/:]+):(?!\/)/, '$1/');
  return rest
    .replace(/[?#].*$/, '')
    .replace(/^[^@/]*@/, '')
    .replace(/^([^/]+):\d+(?=\/|$)/, '$1')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .slice(0, MAX_LENGTH);
}
