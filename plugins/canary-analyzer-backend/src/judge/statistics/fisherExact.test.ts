import fc from 'fast-check';
import { fisherExactUpper } from './fisherExact';

const of = (events: number, trials: number) => ({ events, trials });

describe('fisherExactUpper', () => {
  it.each([
    // The examples of R's help page of fisher.test: the tea taster, and the
    // convictions of twins (alternative = "less" is the other arm's "greater").
    ['the tea taster', 3, 4, 1, 4, 0.2428571428571428],
    ['the convictions', 10, 13, 2, 17, 0.0004651809433],
    // scipy.stats.fisher_exact(alternative='greater'), SciPy 1.17.1.
    ['far below the middle', 2, 17, 10, 13, 0.9999845190186861],
    ['rare events', 8, 100, 2, 900, 2.9236287567170497e-7],
    ['a zero baseline', 5, 40, 0, 60, 0.008739934586768165],
    ['no events', 0, 50, 0, 50, 1],
    ['one event', 1, 100, 0, 900, 0.1],
    ['a tiny p-value', 30, 1000, 20, 9000, 4.391627554613626e-18],
    ['large arms', 12, 5000, 40, 45000, 0.004515768582863218],
    ['many events', 60, 200, 9000, 45000, 0.0005130931473723969],
  ])('agrees with the published value for %s', (_, c, n, b, m, expected) => {
    const p = fisherExactUpper(of(c, n), of(b, m));
    expect(Math.abs(p / expected - 1)).toBeLessThan(1e-8);
  });

  const arm = fc
    .tuple(fc.nat(60), fc.nat(60))
    .map(([events, rest]) => of(events, events + rest));

  it('covers everything with its mirror image, the common outcome counted twice', () => {
    fc.assert(
      fc.property(arm, arm, (candidate, baseline) => {
        const sum =
          fisherExactUpper(candidate, baseline) +
          fisherExactUpper(baseline, candidate);
        expect(sum).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(sum).toBeLessThanOrEqual(2 + 1e-9);
      }),
    );
  });

  it('never rises as the candidate gets worse', () => {
    fc.assert(
      fc.property(arm, arm, (candidate, baseline) => {
        fc.pre(candidate.events < candidate.trials);
        const worse = of(candidate.events + 1, candidate.trials);
        expect(fisherExactUpper(worse, baseline)).toBeLessThanOrEqual(
          fisherExactUpper(candidate, baseline) + 1e-12,
        );
      }),
    );
  });

  it.each([
    [2, 1],
    [-1, 4],
    [0.5, 4],
    [NaN, 4],
  ])('refuses %d of %d', (events, trials) => {
    expect(() => fisherExactUpper(of(events, trials), of(0, 1))).toThrow(
      RangeError,
    );
  });
});
