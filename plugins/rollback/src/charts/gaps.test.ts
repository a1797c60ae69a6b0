import { missingSpans } from './gaps';

const within = { from: 0, to: 100 };

describe('missingSpans', () => {
  it.each([
    ['nothing missing', [10, 20, 30], [[1, 2, 3]], []],
    ['a zero is a value', [10, 20, 30], [[0, 0, 0]], []],
    ['one sample', [10, 20, 30], [[1, null, 3]], [{ from: 15, to: 25 }]],
    [
      'samples of either arm, joined',
      [10, 20, 30, 40],
      [
        [1, null, 3, 4],
        [1, 2, null, 4],
      ],
      [{ from: 15, to: 35 }],
    ],
    [
      'the ends stay inside',
      [0, 50, 100],
      [[null, 1, null]],
      [
        { from: 0, to: 25 },
        { from: 75, to: 100 },
      ],
    ],
    ['an arm that is too short', [10, 20], [[1]], [{ from: 15, to: 25 }]],
    ['no samples at all', [], [[], []], [within]],
  ])('finds %s', (_, times, values, spans) => {
    expect(missingSpans(times, values, within)).toEqual(spans);
  });
});
