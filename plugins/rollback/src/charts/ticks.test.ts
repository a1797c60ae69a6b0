import fc from 'fast-check';
import { levelTicks, timeTick } from './ticks';

describe('timeTick', () => {
  const at = new Date(2026, 10, 23, 9, 5, 7).getTime();
  it.each([
    [60_000, '09:05:07'],
    [3_600_000, '09:05'],
    [72 * 3_600_000, '11/23 09:05'],
  ])('is as fine as a span of %d ms needs', (span, text) => {
    expect(timeTick(at, span)).toBe(text);
  });
});

describe('levelTicks', () => {
  const MiB = 1024 ** 2;
  it.each([
    ['from zero where the levels reach down', [1, 4], 'count', [0, 2, 4]],
    ['close around levels far from zero', [100, 109], 'count', [100, 105, 110]],
    ['below zero', [-3, 3], 'count', [-4, -2, 0, 2, 4]],
    ['round in bytes', [510 * MiB, 560 * MiB], 'bytes', [500, 520, 540, 560]],
    ['around one level', [10], 'count', [10, 15]],
    ['of zeros', [0, 0, null], 'count', [0, 0.5]],
    ['without levels', [null, undefined], 'count', [0, 1]],
  ])('%s', (_, levels, unit, ticks) => {
    const scale = unit === 'bytes' ? MiB : 1;
    expect(levelTicks(levels, unit).map(tick => tick / scale)).toEqual(ticks);
  });

  it('hold every level, in a handful of ticks', () => {
    const level = fc.integer({ min: -1e6, max: 1e6 }).map(value => value / 1e3);
    fc.assert(
      fc.property(fc.array(level, { minLength: 1 }), levels => {
        const ticks = levelTicks(levels, 'count');
        const room = 1e-9 * Math.max(...levels.map(Math.abs));
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(...levels) + room);
        expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(
          Math.max(...levels) - room,
        );
        expect(ticks.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});
