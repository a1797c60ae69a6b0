import fc from 'fast-check';
import {
  portableExp,
  portableLog1p,
  portableLogit,
  portableSigmoid,
} from './portable';

const relative = (value: number, wanted: number) =>
  Math.abs(value - wanted) / Math.max(wanted, 1e-300);

it('gives the logarithm to the last places', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.double({ min: 0, max: 1e300, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.nat(),
      ),
      x => {
        expect(relative(portableLog1p(x), Math.log1p(x))).toBeLessThan(1e-15);
      },
    ),
    { numRuns: 2000 },
  );
});

it('gives the exponential to the last places', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), x => {
      expect(relative(portableExp(x), Math.exp(x))).toBeLessThan(2e-15);
    }),
    { numRuns: 2000 },
  );
});

it('turns log odds into a probability and back', () => {
  fc.assert(
    fc.property(fc.double({ min: -30, max: 30, noNaN: true }), x => {
      const p = portableSigmoid(x);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThan(1);
      expect(
        Math.abs(portableLogit(portableSigmoid(x / 2)) - x / 2),
      ).toBeLessThan(1e-8);
    }),
  );
  expect(portableSigmoid(-1e6)).toBe(0);
  expect(portableSigmoid(1e6)).toBe(1);
});

it.each([
  [0, '0'],
  [1, '0.6931471805599453'],
  [49, '3.912023005428146'],
  [5000, '8.517393171418904'],
])('is the same to the last bit wherever it runs: ln(1 + %d)', (x, digits) => {
  expect(String(portableLog1p(x))).toBe(digits);
});

it.each([-1, NaN, Infinity])('has no logarithm for %d', x => {
  expect(() => portableLog1p(x)).toThrow(RangeError);
});
