import { mockServices } from '@backstage/backend-test-utils';
import { startLoop } from './startLoop';

const deferred = () => {
  let resolve = () => {};
  const promise = new Promise<void>(r => {
    resolve = r;
  });
  return { promise, resolve };
};

describe('startLoop', () => {
  it('goes on at once while there is work and idles when there is none', async () => {
    const idle = deferred();
    let rounds = 0;
    const stop = startLoop({
      name: 'test',
      logger: mockServices.logger.mock(),
      run: async () => ++rounds < 5,
      idleMs: () => {
        idle.resolve();
        return 60_000;
      },
    });
    await idle.promise;
    expect(rounds).toBe(5);
    await stop();
  });

  it('waits for the round under way when it is stopped', async () => {
    const started = deferred();
    const finish = deferred();
    let finished = false;
    const stop = startLoop({
      name: 'test',
      logger: mockServices.logger.mock(),
      run: async () => {
        started.resolve();
        await finish.promise;
        finished = true;
        return true;
      },
      idleMs: () => 0,
    });
    await started.promise;
    const stopped = stop();
    expect(finished).toBe(false);
    finish.resolve();
    await stopped;
    expect(finished).toBe(true);
  });

  it('logs a round that fails and tries again', async () => {
    const logger = mockServices.logger.mock();
    const recovered = deferred();
    let rounds = 0;
    const stop = startLoop({
      name: 'the outbox',
      logger,
      run: async () => {
        if (++rounds === 1) throw new Error('database is gone');
        recovered.resolve();
        return false;
      },
      idleMs: () => 60_000,
    });
    await recovered.promise;
    await stop();
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('the outbox failed and will be tried again'),
    );
  });
});
