import { modelLogOdds } from '@adaptive-delivery/plugin-release-common';
import fc from 'fast-check';
import { BoostOptions, Labelled, boostTrees } from './boostTrees';
import { fitPlatt } from './fitPlatt';
import { binFeature } from './histogram';

const options: BoostOptions = {
  trees: 30,
  leaves: 4,
  minRows: 5,
  l2: 1,
  learningRate: 0.3,
  bins: 32,
  directions: [1, 0],
};

/** Defective where the first value is high, unless the second is one of the middle. */
const rows: Labelled[] = Array.from({ length: 400 }, (_, index) => {
  const values = [index % 20, Math.floor(index / 20)];
  const isMiddle = values[1] > 6 && values[1] < 14;
  return { values, defective: values[0] > 11 && !isMiddle };
});

it('finds a rule that is there', () => {
  const model = boostTrees(rows, options);
  for (const { values, defective } of rows) {
    expect(modelLogOdds(model, values) > 0).toBe(defective);
  }
});

it('gives the same trees for the same rows', () => {
  expect(boostTrees(rows, options)).toEqual(boostTrees(rows, options));
});

it('keeps to the directions it is given, whatever the data say', () => {
  const value = fc.nat({ max: 9 });
  const row = fc.record({
    values: fc.tuple(value, value),
    defective: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 30, maxLength: 80 }),
      value,
      (noise, other) => {
        fc.pre(new Set(noise.map(item => item.defective)).size === 2);
        const model = boostTrees(noise, { ...options, trees: 5 });
        const odds = Array.from({ length: 10 }, (_, x) =>
          modelLogOdds(model, [x, other]),
        );
        odds.slice(1).forEach((now, index) => {
          expect(now).toBeGreaterThanOrEqual(odds[index]);
        });
      },
    ),
    { numRuns: 50 },
  );
});

it('puts equal values into one bin, and values into bins by their order', () => {
  const { bins, thresholds } = binFeature([5, 1, 1, 1, 1, 9, 1, 5], 4);
  expect([...bins]).toEqual([1, 0, 0, 0, 0, 2, 0, 1]);
  expect(thresholds).toEqual([1, 5]);
});

it('fits a sigmoid to what came of the scores', () => {
  // 1 of 5 at score 0, 4 of 5 at score 10
  const many = Array.from({ length: 5000 }, (_, index) => {
    const x = index % 2 === 0 ? 0 : 10;
    return { x, defective: index % 10 < 2 === (x === 0) && index % 10 !== 1 };
  });
  const share = (x: number) => {
    const some = many.filter(row => row.x === x);
    return some.filter(row => row.defective).length / some.length;
  };
  const { slope, intercept } = fitPlatt(many);
  for (const x of [0, 10]) {
    const p = 1 / (1 + Math.exp(-(slope * x + intercept)));
    expect(p).toBeCloseTo(share(x), 2);
  }
  expect(share(0)).not.toBe(share(10));
});
