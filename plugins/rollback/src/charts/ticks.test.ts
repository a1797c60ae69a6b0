import { levelDomain, timeTick } from './ticks';

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

describe('levelDomain', () => {
  it.each([
    ['from zero where the values reach down', [1, 4], [0, 4.3]],
    ['close around values far from zero', [100, 110], [99, 111]],
    ['around one value', [10], [9, 11]],
    ['all zeros', [0, 0, null], [-0.1, 0.1]],
    ['without values', [null, undefined], [0, 1]],
  ])('%s', (_, levels, [low, high]) => {
    const domain = levelDomain(levels);
    expect(domain[0]).toBeCloseTo(low);
    expect(domain[1]).toBeCloseTo(high);
  });
});
