import fc from 'fast-check';
import {
  Ranked,
  auc,
  ece,
  qualityOf,
  recallAt,
  recallAtLines,
} from './quality';

type Row = [
  score: number,
  defective: 0 | 1,
  lines?: number,
  probability?: number,
];

const ranked = (rows: Row[]): Ranked[] =>
  rows.map(([score, bug, lines = 1, probability = score / 10]) => ({
    score,
    defective: bug === 1,
    lines,
    probability,
  }));

describe('AUC', () => {
  it.each<[string, Row[], number]>([
    [
      'in perfect order',
      [
        [3, 1],
        [2, 1],
        [1, 0],
      ],
      1,
    ],
    [
      'upside down',
      [
        [1, 1],
        [2, 0],
        [3, 0],
      ],
      0,
    ],
    [
      'all the same',
      [
        [5, 1],
        [5, 0],
        [5, 0],
        [5, 1],
      ],
      0.5,
    ],
    [
      'with one tie of two',
      [
        [2, 1],
        [2, 0],
        [1, 0],
        [1, 1],
      ],
      0.5,
    ],
    [
      'half tied',
      [
        [3, 1],
        [2, 0],
        [2, 1],
        [1, 0],
      ],
      0.875,
    ],
  ])('%s', (_, rows, expected) => {
    expect(auc(ranked(rows))).toBe(expected);
  });

  it('is the share of pairs in the right order, ties counting half', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 6 }), fc.constantFrom(0, 1)), {
          minLength: 2,
          maxLength: 40,
        }),
        rows => {
          const items = ranked(rows as Row[]);
          const bad = items.filter(item => item.defective);
          const good = items.filter(item => !item.defective);
          fc.pre(bad.length > 0 && good.length > 0);
          const won = bad.flatMap(b =>
            good.map(g => (Math.sign(b.score - g.score) + 1) / 2),
          );
          expect(auc(items)).toBeCloseTo(
            won.reduce((a, b) => a + b, 0) / won.length,
            12,
          );
        },
      ),
    );
  });
});

describe('recall among the riskiest changes', () => {
  const rows: Row[] = [
    [9, 1],
    [8, 0],
    [7, 1],
    [7, 0],
    [7, 0],
    [1, 1],
  ];
  it.each([
    [1 / 6, 1 / 3],
    [2 / 6, 1 / 3],
    [3 / 6, (1 + 1 / 3) / 3],
    [5 / 6, 2 / 3],
    [1, 1],
    [1.5 / 6, 1 / 3],
    [0.5 / 6, 0.5 / 3],
  ])('of %d of them is %d, ties in proportion', (share, expected) => {
    expect(recallAt(ranked(rows), share)).toBeCloseTo(expected, 12);
  });
});

describe('recall for a share of the changed lines', () => {
  it.each<[string, Row[], number]>([
    [
      'goes by probability per line',
      [
        [1, 1, 80, 0.8],
        [1, 1, 20, 0.3],
        [1, 0, 0, 0],
      ],
      0.5,
    ],
    [
      'takes what costs nothing first',
      [
        [1, 1, 0, 0.01],
        [1, 0, 10, 1],
      ],
      1,
    ],
    [
      'ends at the first that does not fit',
      [
        [1, 0, 30, 0.9],
        [1, 1, 10, 0.2],
        [1, 0, 60, 0.1],
      ],
      0,
    ],
    [
      'counts equals in proportion',
      [
        [1, 1, 10, 0.5],
        [1, 0, 10, 0.5],
        [1, 1, 40, 0.1],
        [1, 1, 40, 0.1],
      ],
      1 / 3,
    ],
  ])('%s', (_, rows, expected) => {
    expect(recallAtLines(ranked(rows), 0.2)).toBeCloseTo(expected, 12);
  });
});

it('measures calibration by bins of a tenth', () => {
  // .25 and .15 fall into different bins; 1 counts to the last one
  const rows: Row[] = [
    [1, 1, 1, 0.25],
    [1, 0, 1, 0.25],
    [1, 0, 1, 0.15],
    [1, 1, 1, 1],
  ];
  expect(ece(ranked(rows))).toBeCloseTo((0.5 + 0.15 + 0) / 4, 12);
});

it('never depends on the order of the rows', () => {
  const row = fc.tuple(
    fc.nat({ max: 4 }),
    fc.constantFrom<0 | 1>(0, 1),
    fc.nat({ max: 5 }),
    fc.constantFrom(0.1, 0.2, 0.4),
  );
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), rows => {
      const bugs = rows.filter(([, bug]) => bug).length;
      fc.pre(bugs > 0 && bugs < rows.length);
      const there = qualityOf(ranked(rows));
      const back = qualityOf(ranked([...rows].reverse()));
      expect(back.auc).toBe(there.auc);
      expect(back.recallAt).toEqual(there.recallAt);
      expect(back.recallAt20PctLines).toBe(there.recallAt20PctLines);
      expect(back.ece).toBeCloseTo(there.ece, 12);
    }),
  );
});
