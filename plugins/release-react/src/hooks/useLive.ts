import {
  RELEASE_SIGNAL_CHANNEL,
  ReleaseSignal,
} from '@adaptive-delivery/plugin-release-common';
import { isError } from '@backstage/errors';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { onLocalChange } from './localChanges';

/**
 * Polling is only a safety net while signals arrive; without them it is what
 * keeps the screen up to date, and after a failure it is the retry.
 */
const POLL_WITH_SIGNALS_MS = 20_000;
const POLL_WITHOUT_SIGNALS_MS = 5_000;
const RETRY_MS = 5_000;
/** Several changes of one transaction lead to one request. */
const GATHER_CHANGES_MS = 150;

export type LiveOptions = {
  /** Only signals about this entity lead to a request; without it, all do. */
  entityRef?: string;
  /** With `false` nothing is fetched, such as while an id is not yet known. */
  enabled?: boolean;
};

export type LiveState<T> = {
  /** The last good answer. */
  value: T | undefined;
  /** Why the last request failed; undefined after a good one. */
  error: Error | undefined;
  /** There is no answer yet, good or bad. */
  loading: boolean;
  /** When `value` came, in ms since the epoch. */
  updatedAt: number | undefined;
  /** Fetches again; settles when the answer is in. */
  refresh: () => Promise<void>;
};

type Answer<T> = {
  key: string;
  value?: T;
  error?: Error;
  updatedAt?: number;
};

function toError(value: unknown): Error {
  return isError(value) ? value : new Error(String(value));
}

/**
 * Keeps the answer of `fetcher` up to date: fetches at once, again on every
 * release signal or announced change, and on a slow poll. A failure keeps the last good answer and
 * adds the error. Other `deps` start over; unmounting aborts the request.
 *
 * @param deps - what the fetcher's answer depends on, as plain values
 */
export function useLive<T>(
  fetcher: (signal: AbortSignal) => Promise<T>,
  deps: ReadonlyArray<string | number | boolean | null | undefined>,
  options: LiveOptions = {},
): LiveState<T> {
  const { entityRef, enabled = true } = options;
  const key = JSON.stringify(deps);
  const signals = useApiHolder().get(signalApiRef);
  const [answer, setAnswer] = useState<Answer<T>>({ key });
  const latestFetcher = useRef(fetcher);
  const load = useRef<() => Promise<void>>(async () => undefined);

  useEffect(() => {
    latestFetcher.current = fetcher;
  });

  useEffect(() => {
    if (!enabled) return undefined;
    const abort = new AbortController();
    let running: Promise<void> | undefined;
    let again = false;
    let poll: ReturnType<typeof setTimeout> | undefined;
    let gather: ReturnType<typeof setTimeout> | undefined;

    const fetchOnce = async () => {
      clearTimeout(poll);
      let wait = signals ? POLL_WITH_SIGNALS_MS : POLL_WITHOUT_SIGNALS_MS;
      try {
        const value = await latestFetcher.current(abort.signal);
        if (abort.signal.aborted) return;
        setAnswer({ key, value, updatedAt: Date.now() });
      } catch (caught) {
        if (abort.signal.aborted) return;
        const error = toError(caught);
        setAnswer(last =>
          last.key === key ? { ...last, error } : { key, error },
        );
        wait = RETRY_MS;
      }
      poll = setTimeout(() => load.current(), wait);
    };

    // A request that is under way may have missed the change that asks for
    // this one, so it is followed by another instead of being shared.
    const run = async () => {
      do {
        again = false;
        await fetchOnce();
      } while (again && !abort.signal.aborted);
    };
    load.current = () => {
      if (running) {
        again = true;
        return running;
      }
      running = run().finally(() => {
        running = undefined;
      });
      return running;
    };

    const changed = (changedRef: string) => {
      if (entityRef && changedRef !== entityRef) return;
      clearTimeout(gather);
      gather = setTimeout(() => load.current(), GATHER_CHANGES_MS);
    };
    const subscription = signals?.subscribe<ReleaseSignal>(
      RELEASE_SIGNAL_CHANNEL,
      message => changed(message.entityRef),
    );
    const stopListening = onLocalChange(changed);
    load.current();
    return () => {
      abort.abort();
      clearTimeout(poll);
      clearTimeout(gather);
      subscription?.unsubscribe();
      stopListening();
    };
  }, [key, entityRef, enabled, signals]);

  const refresh = useCallback(() => load.current(), []);
  const current: Answer<T> = answer.key === key ? answer : { key };
  return {
    value: current.value,
    error: current.error,
    loading: current.updatedAt === undefined && current.error === undefined,
    updatedAt: current.updatedAt,
    refresh,
  };
}
