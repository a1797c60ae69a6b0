import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Names and values in the address; undefined or empty removes one. */
export type UrlChange = Record<string, string | undefined>;

/** What the address says, and how to change it without leaving the page. */
export function useUrlState(): [URLSearchParams, (change: UrlChange) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = useCallback(
    (changes: UrlChange) =>
      setParameters(
        last => {
          const next = new URLSearchParams(last);
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      ),
    [setParameters],
  );
  return [parameters, change];
}
