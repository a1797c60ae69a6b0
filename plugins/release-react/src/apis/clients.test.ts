import { describeError } from '../format';
import { PortalClient } from './PortalClient';
import { ReleaseDecisionClient } from './releaseDecisionApi';
import { RolloutClient } from './rolloutApi';
import { VerdictClient } from './verdictApi';

type Call = { url: string; init: RequestInit };

function portal(answer: (call: Call) => Promise<Partial<Response>>) {
  const calls: Call[] = [];
  return {
    calls,
    discoveryApi: {
      getBaseUrl: async (id: string) => `http://portal/api/${id}`,
    },
    fetchApi: {
      fetch: async (url: RequestInfo | URL, init: RequestInit = {}) => {
        const call = { url: String(url), init };
        calls.push(call);
        return (await answer(call)) as Response;
      },
    },
  };
}

const ok = (body: unknown) => ({
  ok: true,
  json: async () => body,
  text: async () => JSON.stringify(body),
});

describe('clients', () => {
  it('ask for a filtered page and leave out what is not asked', async () => {
    const at = portal(async () => ok({ items: [], nextCursor: null }));
    await new ReleaseDecisionClient(at).listDecisions({
      entityRef: 'component:default/a b',
      state: undefined,
      limit: 5,
    });
    expect(at.calls[0].url).toBe(
      'http://portal/api/release-decision/v1/decisions?entityRef=component%3Adefault%2Fa+b&limit=5',
    );
  });

  it('send an approval with its revision and reason', async () => {
    const at = portal(async () => ok({}));
    await new ReleaseDecisionClient(at).giveApproval('id/1', {
      decision: 'approve',
      reason: 'seen',
      revision: 4,
    });
    expect(at.calls[0].url).toBe(
      'http://portal/api/release-decision/v1/decisions/id%2F1/approvals',
    );
    expect(at.calls[0].init).toMatchObject({
      method: 'POST',
      body: '{"decision":"approve","reason":"seen","revision":4}',
    });
  });

  it('send an override with its revision and reason', async () => {
    const at = portal(async () => ok({}));
    await new ReleaseDecisionClient(at).overrideFreeze('id/1', {
      reason: 'urgent',
      revision: 4,
    });
    expect(at.calls[0].url).toBe(
      'http://portal/api/release-decision/v1/decisions/id%2F1/override',
    );
    expect(at.calls[0].init).toMatchObject({
      method: 'POST',
      body: '{"reason":"urgent","revision":4}',
    });
  });

  it('ask for what proves a decision', async () => {
    const at = portal(async () => ok({}));
    const client = new ReleaseDecisionClient(at);
    await client.getAttestation('id/1');
    await client.getKeys();
    expect(at.calls.map(({ url }) => url)).toEqual([
      'http://portal/api/release-decision/v1/decisions/id%2F1/attestation',
      'http://portal/api/release-decision/v1/keys',
    ]);
  });

  it('follow the cursor over all verdicts, and end when it never ends', async () => {
    const two = portal(async ({ url }) =>
      ok(
        url.includes('cursor=b')
          ? { items: [{ look: 1 }], nextCursor: null }
          : { items: [{ look: 0 }], nextCursor: 'b' },
      ),
    );
    await expect(new VerdictClient(two).listVerdicts('r')).resolves.toEqual([
      { look: 0 },
      { look: 1 },
    ]);
    const endless = portal(async () => ok({ items: [], nextCursor: 'again' }));
    await expect(new VerdictClient(endless).listVerdicts('r')).rejects.toThrow(
      'more than 50 pages',
    );
  });

  it.each([
    [403, 'forbidden', 'You need rollout.control'],
    [404, 'notFound', 'There is no rollout'],
    [409, 'conflict', 'It has finished'],
    [503, 'unavailable', 'Starting'],
    [500, 'other', 'Oops'],
  ])(
    'tell what a %p means, in its own words',
    async (status, kind, message) => {
      const at = portal(async () => ({
        ok: false,
        status,
        statusText: 'no',
        headers: new Headers({ 'content-type': 'application/json' }),
        text: async () =>
          JSON.stringify({
            error: { name: 'Error', message },
            response: { statusCode: status },
          }),
      }));
      const error = await new RolloutClient(at)
        .control('r', 'pause', 'look')
        .catch(caught => caught);
      expect(describeError(error)).toEqual({ kind, message });
    },
  );

  const never = ({ init }: Call) =>
    new Promise<Partial<Response>>((_, reject) => {
      const stop = () =>
        reject(Object.assign(new Error('stopped'), { name: 'AbortError' }));
      if (init.signal?.aborted) stop();
      init.signal?.addEventListener('abort', stop);
    });

  it('give up on a silent backend and say which one', async () => {
    const at = portal(never);
    const client = new PortalClient(
      'rollout',
      at.discoveryApi,
      at.fetchApi,
      20,
    );
    await expect(client.json('/v1/rollouts')).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'The rollout backend did not answer within 0.02 s.',
    });
  });

  it('pass on that the caller has gone', async () => {
    const at = portal(never);
    const abort = new AbortController();
    const answer = new RolloutClient(at).getRollout('r', {
      signal: abort.signal,
    });
    abort.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });
});
