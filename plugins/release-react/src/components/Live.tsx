import { ReactNode } from 'react';
import { describeError } from '../format';
import { LiveState } from '../hooks';
import { ErrorState, Forbidden, LoadingLines, StaleBanner } from './states';

export type LiveProps<T> = {
  state: LiveState<T>;
  /** What is shown, as in "You may not see the decisions". */
  what: string;
  /** The permission that a 403 means is missing. */
  permission: string;
  stillWorks?: string;
  /** Shown while loading; lines by default. */
  skeleton?: ReactNode;
  children: (value: T) => ReactNode;
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Draws loading, failed, forbidden and stale, and otherwise the value. */
export function Live<T>(props: LiveProps<T>) {
  const { state, what, permission } = props;
  const { value, error, updatedAt, refresh } = state;
  if (error && describeError(error).kind === 'forbidden') {
    return <Forbidden what={what} permission={permission} error={error} />;
  }
  if (value === undefined) {
    return error ? (
      <ErrorState
        what={capital(what)}
        error={error}
        stillWorks={props.stillWorks}
        onRetry={refresh}
      />
    ) : (
      <>{props.skeleton ?? <LoadingLines label={what} />}</>
    );
  }
  return (
    <>
      {error && updatedAt !== undefined ? (
        <StaleBanner error={error} updatedAt={updatedAt} onRetry={refresh} />
      ) : null}
      {props.children(value)}
    </>
  );
}
