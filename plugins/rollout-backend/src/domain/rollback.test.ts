import {
  START,
  after,
  ask,
  circumstances,
  judged,
  run,
} from '../testing/moments';
import { transition } from './transition';

describe('rollback', () => {
  it('opens the incident at detection, with evidence, exposure and quarantine', () => {
    const before = run({ state: 'judging', percent: 25 });
    const input = judged(before.rollout, 'degraded', 10);
    const { incident } = transition(
      before,
      input,
      circumstances({ now: after(10) }),
    ).run;
    expect(incident).toMatchObject({
      state: 'rollingBack',
      exposurePercentAtDetection: 25,
      detectedAt: after(10).toISOString(),
      releaseStartedAt: START.toISOString(),
      trigger: {
        kind: 'verdict',
        cause: 'degraded',
        verdictId: input.kind === 'judged' && input.verdict.verdictId,
      },
      quarantine: {
        sha256: ['a'.repeat(64)],
        until: after(10 + 72 * 3600).toISOString(),
      },
      playbook: { name: 'return-to-stable', version: '1' },
    });
    expect(
      incident?.playbook.steps.map(step => [step.name, step.outcome]),
    ).toEqual([
      ['Quarantine the digests', 'done'],
      ['Return to stable', 'pending'],
      ['Redeploy the previous release', 'pending'],
      ['Verify at the target', 'pending'],
    ]);
  });

  it('gives up a rollback after some tries, says what was reached, and can be set going again', () => {
    let at = run({ state: 'baking' });
    at = transition(at, ask('abort'), circumstances()).run;
    at = transition(at, { kind: 'playbookStepStarted' }, circumstances()).run;
    let effects: string[] = [];
    for (let tries = 0; at.rollout.state === 'rollingBack'; tries++) {
      expect(tries).toBeLessThan(10);
      const made = transition(
        at,
        { kind: 'held', reason: 'It does not answer.' },
        circumstances(),
      );
      at = made.run;
      effects = made.effects.map(effect =>
        effect.kind === 'notice' ? effect.severity : effect.kind,
      );
    }
    expect(at.rollout.state).toBe('rollbackFailed');
    expect(at.rollout.stateReason).toContain('Reached: Quarantine the digests');
    expect(effects).toEqual(['report', 'critical']);

    const again = transition(at, ask('rollback'), circumstances());
    expect(again.run.rollout).toMatchObject({
      state: 'rollingBack',
      rollbackAttempt: 2,
    });
    expect(again.run.incident?.incidentId).toBe(at.incident?.incidentId);
    expect(
      again.run.incident?.playbook.steps.map(step => step.outcome),
    ).toEqual(['done', 'failed', 'pending', 'pending', 'pending']);
  });
});
