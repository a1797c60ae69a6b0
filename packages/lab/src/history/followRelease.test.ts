import {
  ApprovalRequest,
  DecisionRecord,
  RolloutSummary,
} from '@adaptive-delivery/plugin-release-common';
import {
  RemoteError,
  UnreachableError,
} from '@adaptive-delivery/plugin-release-node';
import { LabClock } from '../backend/LabClock';
import { followRelease } from './followRelease';
import { script, ScriptedRelease } from './script';

const START = new Date('2026-11-17T12:00:00Z');
const release = (version: string): ScriptedRelease => {
  const found = script.find(r => r.story.version === version);
  if (!found) throw new Error(`the script has no ${version}`);
  return found;
};

/** A decision that goes through these states, one at each question. */
function portalOf(states: Array<DecisionRecord['state']>, paused = false) {
  const acts: string[] = [];
  let asked = 0;
  return {
    acts,
    decision: async () =>
      ({
        id: 'd1',
        revision: asked,
        state: states[Math.min(asked++, states.length - 1)],
        stateReason: 'because',
      } as DecisionRecord),
    answerApproval: async (id: string, answer: ApprovalRequest) => {
      acts.push(`${answer.decision} ${id} at revision ${answer.revision}`);
    },
    rollouts: async () =>
      [
        {
          id: 'r1',
          state: paused ? 'paused' : 'baking',
          stateReason: 'no data',
        },
      ] as RolloutSummary[],
    control: async (id: string, control: string) => {
      acts.push(`${control} ${id}`);
    },
  };
}

function follow(
  portal: ReturnType<typeof portalOf>,
  version: string,
  clock = LabClock.replay(START, 1),
) {
  return followRelease('d1', {
    portal,
    clock,
    release: release(version),
    signal: new AbortController().signal,
  });
}

describe('followRelease', () => {
  it('answers an approval after the time a person takes', async () => {
    const portal = portalOf(['awaitingApproval', 'releasing', 'promoted']);
    const clock = LabClock.replay(START, 1);
    const ended = await follow(portal, '4.1.0', clock);
    expect(ended.state).toBe('promoted');
    expect(portal.acts).toEqual(['approve d1 at revision 0']);
    const waited = clock.now().getTime() - START.getTime();
    expect(waited).toBeGreaterThanOrEqual(22 * 60_000);
    expect(waited).toBeLessThan(23 * 60_000);
  });

  it('leaves a decision waiting that nobody of the story answers', async () => {
    const portal = portalOf(['awaitingApproval']);
    expect((await follow(portal, '4.4.0')).state).toBe('awaitingApproval');
    expect(portal.acts).toEqual([]);
  });

  it('takes a paused rollout back where the story says so', async () => {
    const portal = portalOf(['releasing', 'rolledBack'], true);
    expect((await follow(portal, '2.12.0')).state).toBe('rolledBack');
    expect(portal.acts).toEqual(['abort r1']);
  });

  it('fails, with the reason, when a rollout pauses that should not', async () => {
    await expect(
      follow(portalOf(['releasing'], true), '2.9.0'),
    ).rejects.toThrow('paused unexpectedly: no data');
  });

  it('goes on after a backend has stumbled, and fails on a refusal', async () => {
    const portal = portalOf([
      'awaitingApproval',
      'awaitingApproval',
      'promoted',
    ]);
    const stumbling = [
      new UnreachableError('release-decision', new Error('hang up')),
      new RemoteError('rollout', 500, 'socket hang up'),
    ];
    const follower = {
      ...portal,
      answerApproval: async (id: string, answer: ApprovalRequest) => {
        const error = stumbling.pop();
        if (error) throw error;
        await portal.answerApproval(id, answer);
      },
      decision: async () => {
        const error = stumbling.length === 1 ? stumbling.pop() : undefined;
        if (error) throw error;
        return portal.decision();
      },
    };
    expect((await follow(follower, '4.1.0')).state).toBe('promoted');
    expect(portal.acts).toEqual(['approve d1 at revision 1']);

    const refusing = {
      ...portalOf(['awaitingApproval']),
      answerApproval: async () => {
        throw new RemoteError('release-decision', 403, 'you may not');
      },
    };
    await expect(follow(refusing, '4.1.0')).rejects.toThrow('you may not');
  });

  it('ends at once when it is told to stop', async () => {
    const controller = new AbortController();
    const running = followRelease('d1', {
      portal: portalOf(['releasing']),
      clock: LabClock.replay(START, 1),
      release: release('2.9.0'),
      signal: controller.signal,
    });
    controller.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });
});
