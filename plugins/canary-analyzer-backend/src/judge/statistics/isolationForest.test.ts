import { readColumns } from './__testUtils__/readColumns';
import { IsolationForest, meanPathLength } from './isolationForest';

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);

const rowsOf = (columns: number[][]) =>
  columns[0].map((_, i) => columns.map(column => column[i]));

function mean(values: number[]) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Share of pairs in which the outlier scores higher; ties count half. */
function auc(scores: number[], isOutlier: boolean[]): number {
  const of = (wanted: boolean) =>
    scores.filter((_, i) => isOutlier[i] === wanted);
  const [bad, good] = [of(true), of(false)];
  const wins = bad.flatMap(b => good.map(g => (Math.sign(b - g) + 1) / 2));
  return mean(wins);
}

const fit = (rows: number[][], seed: number) =>
  IsolationForest.fit(rows, { trees: 100, sampleSize: 256, seed });

// Bands: mean and spread of scikit-learn's IsolationForest over 20 seeds.
describe('IsolationForest', () => {
  it('ranks tumours as scikit-learn does', () => {
    const { outlier, ...features } = readColumns('breast_cancer_357b_20m.csv');
    const rows = rowsOf(Object.values(features));
    const isOutlier = outlier.map(value => value === 1);
    const areas = SEEDS.map(seed => {
      const forest = fit(rows, seed);
      return auc(
        rows.map(row => forest.score(row)),
        isOutlier,
      );
    });
    expect(Math.abs(mean(areas) - 0.961)).toBeLessThan(0.004);
  });

  it.each([
    [[6, 6], 0.819, 0.01],
    [[0, 5], 0.69, 0.016],
    [[8, 0], 0.73, 0.011],
    [[0, 0], 0.388, 0.012],
  ])('scores %j as scikit-learn does', (point, expected, band) => {
    const { x, y } = readColumns('gauss503.csv');
    const rows = rowsOf([x, y]);
    const scores = SEEDS.map(seed => fit(rows, seed).score(point));
    expect(Math.abs(mean(scores) - expected)).toBeLessThan(band);
  });

  it('gives the same scores for the same seed, and others for another', () => {
    const { x, y } = readColumns('gauss503.csv');
    const rows = rowsOf([x, y]);
    const scores = (seed: number) => {
      const forest = fit(rows, seed);
      return rows.map(row => forest.score(row));
    };
    expect(scores(7)).toEqual(scores(7));
    expect(scores(7)).not.toEqual(scores(8));
  });

  it('finds nothing rare among equal rows', () => {
    const rows = Array.from({ length: 50 }, () => [3, 3]);
    expect(fit(rows, 1).score([3, 3])).toBeCloseTo(0.5, 10);
  });

  it('needs two rows', () => {
    expect(() => fit([[1]], 1)).toThrow('1 rows are too few');
  });
});

describe('meanPathLength', () => {
  it.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [256, 10.24477],
  ])('of %d keys', (n, expected) => {
    expect(meanPathLength(n)).toBeCloseTo(expected, 5);
  });
});
