import fc from 'fast-check';
import { LabClock } from './LabClock';

const SYSTEM = Date.parse('2026-11-23T12:00:00Z');
const PAST = new Date('2026-11-17T12:00:00Z');

describe('LabClock', () => {
  it('runs at its pace in replay, jumps ahead and ends at the system time', () => {
    let system = SYSTEM;
    const clock = LabClock.replay(PAST, 600, () => system);
    expect(clock.now()).toEqual(PAST);
    expect(clock.pace()).toBe(600);
    system += 1_000;
    expect(clock.now()).toEqual(new Date('2026-11-17T12:10:00Z'));
    clock.setPace(60);
    system += 1_000;
    expect(clock.now()).toEqual(new Date('2026-11-17T12:11:00Z'));
    clock.jumpTo(new Date('2026-11-20T00:00:00Z'));
    expect(clock.now()).toEqual(new Date('2026-11-20T00:00:00Z'));
    clock.jumpTo(PAST);
    expect(clock.now()).toEqual(new Date('2026-11-20T00:00:00Z'));
    clock.goLive();
    expect(clock.isLive).toBe(true);
    expect(clock.pace()).toBe(1);
    expect(clock.now().getTime()).toBe(system);
  });

  it('is the system clock when it is live, and stays so', () => {
    const clock = LabClock.live(() => SYSTEM);
    expect(clock.now().getTime()).toBe(SYSTEM);
    for (const back of [
      () => clock.jumpTo(new Date(SYSTEM + 1)),
      () => clock.setPace(2),
      () => clock.goLive(),
    ]) {
      expect(back).toThrow(/live/);
    }
  });

  it('never goes back and never passes the system time, whatever happens', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('wait'), ms: fc.nat(1e9) }),
      fc.record({
        do: fc.constant('jump'),
        ms: fc.integer({ min: -1e9, max: 1e9 }),
      }),
      fc.record({
        do: fc.constant('pace'),
        ms: fc.integer({ min: 1, max: 5_000 }),
      }),
      fc.record({ do: fc.constant('setBack'), ms: fc.nat(5_000) }),
      fc.record({ do: fc.constant('live'), ms: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        let system = SYSTEM;
        let latest = SYSTEM;
        const clock = LabClock.replay(PAST, 60, () => system);
        let last = clock.now().getTime();
        for (const { do: what, ms } of steps) {
          if (what === 'wait') system += ms;
          if (what === 'setBack') system -= ms;
          latest = Math.max(latest, system);
          if (!clock.isLive) {
            if (what === 'jump') clock.jumpTo(new Date(last + ms));
            if (what === 'pace') clock.setPace(ms);
            if (what === 'live') clock.goLive();
          }
          const now = clock.now().getTime();
          expect(now).toBeGreaterThanOrEqual(last);
          expect(now).toBeLessThanOrEqual(latest);
          last = now;
        }
      }),
    );
  });
});
