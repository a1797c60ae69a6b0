import fc from 'fast-check';
import { wilsonInterval } from './wilsonInterval';

const Z95 = 1.959963984540054;

describe('wilsonInterval', () => {
  // Newcombe (1998), Statistics in Medicine 17, 857-872, Table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [29, 29, 0.883, 1],
  ])(
    'gives the published interval for %d of %d',
    (events, trials, low, high) => {
      const interval = wilsonInterval(events, trials, Z95);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    },
  );

  it('holds the share, and mirrors when events and non-events change places', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (trials, part) => {
          const events = Math.round(part * trials);
          const { low, high } = wilsonInterval(events, trials, Z95);
          const mirrored = wilsonInterval(trials - events, trials, Z95);
          expect(low).toBeLessThanOrEqual(events / trials + 1e-12);
          expect(high).toBeGreaterThanOrEqual(events / trials - 1e-12);
          expect(mirrored.low).toBeCloseTo(1 - high, 9);
        },
      ),
    );
  });

  it.each([
    [0, 0],
    [2, 1],
    [-1, 5],
    [NaN, 5],
  ])('refuses %d of %d', (events, trials) => {
    expect(() => wilsonInterval(events, trials, Z95)).toThrow(RangeError);
  });
});
