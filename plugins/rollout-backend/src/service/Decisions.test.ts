import { PluginClient } from '@adaptive-delivery/plugin-release-node';
import { aDecision } from '../testing/fixtures';
import { RemoteDecisions, whyNotReleased } from './Decisions';

const ID = '0b0a3a5c-6f3c-4a5e-9d55-0d6d3c1f2a10';
const NOW = new Date('2026-11-23T10:00:00Z');
const digest = (n: number) => n.toString(16).padStart(64, '0');

const entry = (n: number, until = '2026-11-24T10:00:00Z') => ({
  sha256: digest(n),
  component: 'component:default/x',
  reason: 'It was slow',
  since: '2026-11-22T10:00:00Z',
  until,
  incidentId: null,
  by: 'plugin:rollout',
});

/** A decide that answers with these, in turn, and keeps what it was asked. */
function decideThat(...answers: unknown[]) {
  const asked: URL[] = [];
  const client = {
    request: async ({ path }: { path: string }) => {
      asked.push(new URL(path, 'http://decide'));
      return answers[Math.min(asked.length, answers.length) - 1];
    },
  } as unknown as PluginClient;
  return { asked, decisions: new RemoteDecisions(client) };
}

const page = (items: object[], nextCursor: string | null = null) => ({
  items,
  nextCursor,
});

describe('the quarantine that decide keeps', () => {
  it('is asked for these digests only, and told with what would lift it', async () => {
    const { asked, decisions } = decideThat(page([entry(2)]));
    expect(await decisions.quarantineOf([digest(1), digest(2)], NOW)).toBe(
      `Digest ${digest(
        2,
      )} is quarantined until 2026-11-24T10:00:00Z, since 2026-11-22T10:00:00Z: It was slow. Release a build with another digest, or have somebody with the permission quarantine.lift lift it.`,
    );
    expect(asked[0].searchParams.get('sha256')).toBe(
      `${digest(1)},${digest(2)}`,
    );
  });

  it('is asked in several questions for many digests, and page by page', async () => {
    const many = Array.from({ length: 120 }, (_, n) => digest(n));
    const none = decideThat(page([]));
    expect(await none.decisions.quarantineOf(many, NOW)).toBeNull();
    expect(none.asked).toHaveLength(3);

    const later = decideThat(
      page([entry(7, '2026-11-23T09:00:00Z')], '5'),
      page([entry(7)]),
    );
    expect(await later.decisions.quarantineOf([digest(7)], NOW)).toMatch(
      /quarantined until/,
    );
    expect(later.asked[1].searchParams.get('cursor')).toBe('5');
  });

  it('is not taken from an answer that is something else', async () => {
    const { decisions } = decideThat({ items: 'none' });
    await expect(decisions.quarantineOf([digest(1)], NOW)).rejects.toThrow(
      /list of quarantined digests/,
    );
  });
});

describe('whether a decision is released', () => {
  const at = '2026-11-30T05:00:00.000Z';
  it.each([
    ['queued', null, null],
    ['queued', at, `waits until ${at} for the end of a freeze window`],
    ['releasing', null, null],
    ['awaitingApproval', null, 'is awaitingApproval'],
    ['superseded', null, 'is superseded'],
  ] as const)('%s, %s: %s', async (state, releaseAfter, why) => {
    const decision = aDecision(ID);
    const { decisions } = decideThat({ state, releaseAfter, decision });
    expect(whyNotReleased(await decisions.get(ID))).toBe(why);
  });

  it('is not guessed where decide does not say', async () => {
    const { decisions } = decideThat({
      state: 'queued',
      decision: aDecision(ID),
    });
    await expect(decisions.get(ID)).rejects.toThrow(/releaseAfter/);
  });
});
