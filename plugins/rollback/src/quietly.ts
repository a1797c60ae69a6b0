import { LiveState } from '@adaptive-delivery/plugin-release-react';

/**
 * The state without the news that it is old, for a part of a page that says
 * so already. A part that never had a value keeps its error.
 */
export function quietly<T>(
  state: LiveState<T>,
  isSaidAbove: boolean,
): LiveState<T> {
  return isSaidAbove && state.value !== undefined
    ? { ...state, error: undefined }
    : state;
}
