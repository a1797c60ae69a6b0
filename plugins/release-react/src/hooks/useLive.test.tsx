import { TestApiProvider } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, renderHook } from '@testing-library/react';
import { PropsWithChildren } from 'react';
import { FakeSignalApi } from '../testUtils';
import { announceChange } from './localChanges';
import { useLive } from './useLive';

const ENTITY = 'component:default/payments-service';
const OTHER = 'component:default/kiosk-firmware';

type Pending = {
  signal: AbortSignal;
  resolve: (value: string) => void;
  reject: (error: Error) => void;
};

/** Renders the hook with a fetcher that the test answers by hand. */
function live(options: { withSignals?: boolean; key?: string } = {}) {
  const signals = new FakeSignalApi();
  const pending: Pending[] = [];
  const fetcher = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) =>
      pending.push({ signal, resolve, reject }),
    );
  const wrapper = ({ children }: PropsWithChildren<{}>) =>
    options.withSignals === false ? (
      <TestApiProvider apis={[]}>{children}</TestApiProvider>
    ) : (
      <TestApiProvider apis={[[signalApiRef, signals]]}>
        {children}
      </TestApiProvider>
    );
  const view = renderHook(
    ({ key }: { key: string }) =>
      useLive(fetcher, [key], { entityRef: ENTITY }),
    { wrapper, initialProps: { key: options.key ?? 'a' } },
  );
  const answer = async (index: number, value: string) =>
    act(async () => pending[index].resolve(value));
  const fail = async (index: number, message: string) =>
    act(async () => pending[index].reject(new Error(message)));
  const pass = async (ms: number) =>
    act(async () => {
      await jest.advanceTimersByTimeAsync(ms);
    });
  const send = (entityRef: string) =>
    act(async () => signals.send({ entityRef, kind: 'rollout', id: 'x' }));
  return { ...view, pending, answer, fail, pass, send, signals };
}

describe('useLive', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('fetches at once, then on signals about its entity only', async () => {
    const { result, pending, answer, pass, send } = live();
    expect(result.current).toMatchObject({ loading: true, value: undefined });
    await answer(0, 'one');
    expect(result.current).toMatchObject({ loading: false, value: 'one' });

    await send(OTHER);
    await pass(1000);
    expect(pending).toHaveLength(1);

    await send(ENTITY);
    await send(ENTITY);
    await pass(1000);
    expect(pending).toHaveLength(2);
    await answer(1, 'two');
    expect(result.current.value).toBe('two');
  });

  it('fetches after a change that this browser made, without a signal', async () => {
    const { pending, answer, pass } = live({ withSignals: false });
    await answer(0, 'one');
    act(() => announceChange(OTHER));
    await pass(1000);
    expect(pending).toHaveLength(1);
    act(() => announceChange(ENTITY));
    await pass(1000);
    expect(pending).toHaveLength(2);
  });

  it('asks once more when a signal comes while a request is under way', async () => {
    const { result, pending, answer, pass, send } = live();
    await send(ENTITY);
    await pass(1000);
    expect(pending).toHaveLength(1);
    await answer(0, 'before the change');
    expect(pending).toHaveLength(2);
    await answer(1, 'after the change');
    expect(result.current.value).toBe('after the change');
  });

  it('keeps the last good answer with its age when a request fails', async () => {
    const { result, pending, answer, fail, pass, send } = live();
    await answer(0, 'good');
    const at = result.current.updatedAt;
    await send(ENTITY);
    await pass(200);
    await fail(1, 'gone');
    expect(result.current).toMatchObject({
      value: 'good',
      updatedAt: at,
      loading: false,
    });
    expect(result.current.error?.message).toBe('gone');

    await pass(5000);
    await answer(2, 'back');
    expect(result.current).toMatchObject({ value: 'back', error: undefined });
    expect(pending).toHaveLength(3);
  });

  it.each([
    [true, 20_000],
    [false, 5_000],
  ])('polls (signals: %p) after %p ms', async (withSignals, wait) => {
    const { pending, answer, pass } = live({ withSignals });
    await answer(0, 'one');
    await pass(wait - 1);
    expect(pending).toHaveLength(1);
    await pass(1);
    expect(pending).toHaveLength(2);
  });

  it('forgets the answer for another key and ignores its late one', async () => {
    const { result, pending, answer, rerender } = live();
    await answer(0, 'of a');
    rerender({ key: 'b' });
    expect(result.current).toMatchObject({ loading: true, value: undefined });
    rerender({ key: 'c' });
    expect(pending[1].signal.aborted).toBe(true);
    await answer(1, 'of b');
    expect(result.current.value).toBeUndefined();
    await answer(2, 'of c');
    expect(result.current.value).toBe('of c');
  });

  it('aborts, unsubscribes and stops asking when it is unmounted', async () => {
    const { pending, pass, unmount, signals } = live();
    unmount();
    expect(pending[0].signal.aborted).toBe(true);
    expect(signals.subscribers).toBe(0);
    await pass(60_000);
    expect(pending).toHaveLength(1);
  });
});
