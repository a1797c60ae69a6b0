import fc from 'fast-check';
import { normalizedEntropy } from './entropy';

describe('normalizedEntropy', () => {
  it.each([
    [[], 0],
    [[40], 0],
    [[0, 0, 0], 0],
    [[10, 10], 1],
    [[10, 10, 10, 10], 1],
    [[10, 0], 0],
    // H(3/4, 1/4) = 0.811278...
    [[30, 10], 0.8112781244591328],
    // H(1/2, 1/4, 1/4) / log2 3 = 1.5 / 1.584963
    [[20, 10, 10], 0.946394630357186],
    // a file without lines still counts as a file: 1 / log2 3
    [[10, 10, 0], 0.6309297535714575],
  ])('of %j is %d', (lines, expected) => {
    expect(normalizedEntropy(lines)).toBeCloseTo(expected, 12);
  });

  const counts = fc.array(fc.nat(100_000), { maxLength: 60 });

  it('is a share, whatever the order and the scale', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 50 }), (lines, factor) => {
        const entropy = normalizedEntropy(lines);
        expect(entropy).toBeGreaterThanOrEqual(0);
        expect(entropy).toBeLessThanOrEqual(1);
        expect(normalizedEntropy([...lines].reverse())).toBeCloseTo(entropy, 9);
        expect(normalizedEntropy(lines.map(n => n * factor))).toBeCloseTo(
          entropy,
          9,
        );
      }),
    );
  });

  it('reaches 1 only for an even spread', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 1000 }),
        (files, each) => {
          const even = new Array(files).fill(each);
          expect(normalizedEntropy(even)).toBeCloseTo(1, 12);
          expect(normalizedEntropy([each * 2, ...even.slice(1)])).toBeLessThan(
            normalizedEntropy(even),
          );
        },
      ),
    );
  });
});
