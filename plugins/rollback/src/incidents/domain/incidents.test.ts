import {
  Page,
  QuarantineEntry,
} from '@adaptive-delivery/plugin-release-common';
import {
  sampleDecision,
  sampleIncident,
  sampleRollout,
  toRolloutSummary,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { quarantineOf } from './quarantine';
import { rolloutToTakeBack } from './takeBack';
import { incidentTimeline } from './timeline';
import { secondsToDetect, secondsToRestore } from './times';

describe('incidentTimeline', () => {
  const incident = sampleIncident({
    told: [
      {
        whom: 'group:default/sre',
        what: 'payments-service 2.15.0 was rolled back',
        via: 'notifications',
        at: '2026-11-23T15:01:25Z',
      },
    ],
  });

  it('goes from the decision to whoever was told', () => {
    const rollout = sampleRollout({
      events: [
        {
          at: '2026-11-23T15:00:10Z',
          kind: 'exposure',
          step: 0,
          percent: 5,
          words: '5 % of the traffic goes to 2.14.0.',
          by: 'plugin:rollout',
        },
        {
          at: '2026-11-23T15:01:05Z',
          kind: 'exposure',
          step: 0,
          percent: 0,
          words: 'All traffic goes to 2.13.4.',
          by: 'plugin:rollout',
        },
      ],
    });
    const entries = incidentTimeline(incident, sampleDecision(), rollout);
    expect(entries.map(entry => [entry.title, entry.seconds])).toEqual([
      ['Decided', null],
      ['5 % of the target', null],
      ['Verdict: rollback', null],
      ['restore: done', 10],
      ['Verified', 20],
      ['Told group:default/sre', null],
    ]);
  });

  it('begins with the release when the rest is not known', () => {
    const [first] = incidentTimeline(incident, undefined, undefined);
    expect(first.title).toBe('Release started');
  });

  it('says what failed and what is still to come', () => {
    const entries = incidentTimeline(
      sampleIncident({
        state: 'rollbackFailed',
        restored: null,
        restoredAt: null,
        playbook: {
          name: 'restore-stable',
          version: '1',
          steps: [
            {
              name: 'restore',
              words: 'All traffic goes to 2.13.4.',
              startedAt: '2026-11-23T15:01:00Z',
              finishedAt: '2026-11-23T15:01:10Z',
              outcome: 'failed',
              error: 'The router does not answer.',
            },
            {
              name: 'verify',
              words: 'Ask the target.',
              startedAt: null,
              finishedAt: null,
              outcome: 'pending',
            },
          ],
        },
      }),
      undefined,
      undefined,
    );
    expect(entries.slice(2)).toMatchObject([
      {
        tone: 'bad',
        words: 'All traffic goes to 2.13.4. The router does not answer.',
      },
      { tone: 'open', at: null, seconds: null },
    ]);
  });
});

describe('the figures of an incident', () => {
  it('are lengths in seconds', () => {
    expect(secondsToDetect(sampleIncident())).toBe(55);
    expect(secondsToRestore(sampleIncident())).toBe(20);
    expect(secondsToRestore(sampleIncident({ restoredAt: null }))).toBeNull();
  });
});

describe('rolloutToTakeBack', () => {
  const summary = (id: string, state: 'promoted' | 'rolledBack' | 'refused') =>
    toRolloutSummary(sampleRollout({ id, state }));
  it.each([
    [[summary('a', 'rolledBack'), summary('b', 'promoted')], 'b'],
    [[summary('a', 'refused')], undefined],
    [[], undefined],
  ])('is the newest that is on its target', (rollouts, id) => {
    expect(rolloutToTakeBack(rollouts)).toBe(id);
  });
});

describe('quarantineOf', () => {
  const incident = sampleIncident();
  const digest = incident.quarantine!.sha256[0];
  const entry = (sha256: string) => ({
    sha256,
    component: incident.candidate.component,
    reason: 'rolled back',
    since: incident.detectedAt,
    until: incident.quarantine!.until,
    incidentId: incident.incidentId,
    by: 'plugin:rollout',
  });

  it('reads every page', async () => {
    const pages: Record<string, Page<QuarantineEntry>> = {
      first: { items: [entry('f'.repeat(64))], nextCursor: 'second' },
      second: { items: [entry(digest)], nextCursor: null },
    };
    await expect(
      quarantineOf(
        incident,
        { listQuarantine: async ({ cursor = 'first' }) => pages[cursor] },
        {},
      ),
    ).resolves.toEqual([entry(digest)]);
  });

  it('asks nothing when nothing was quarantined', async () => {
    const listQuarantine = jest.fn();
    await expect(
      quarantineOf(
        sampleIncident({ quarantine: null }),
        { listQuarantine },
        {},
      ),
    ).resolves.toEqual([]);
    expect(listQuarantine).not.toHaveBeenCalled();
  });
});
