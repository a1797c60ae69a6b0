import { normals, seeded } from '../__testUtils__/evidence';
import { compareDayOverDay } from './dayOverDay';

const CHANGE = 120;

function day(seed: number, shift = 0): number[] {
  const normal = normals(seeded(seed));
  return Array.from(
    { length: 180 },
    (_, i) =>
      100 + 30 * Math.sin(i / 40) + normal() + (i >= CHANGE ? shift : 0),
  );
}

describe('compareDayOverDay', () => {
  it.each<[string, number, boolean]>([
    ['no change', 0, false],
    ['a rise', 8, true],
    ['a fall', -8, true],
  ])('%s on a seasonal series', (_, shift, found) => {
    const answer = compareDayOverDay(day(1, shift), day(2), CHANGE);
    if (answer.kind !== 'compared') throw new Error(answer.kind);
    expect(answer.beyondAt !== null).toBe(found);
    expect(answer.statistic > answer.width).toBe(found);
  });

  it('does not take a gap for a change', () => {
    const today = day(1).map((v, i) => (i >= CHANGE ? null : v));
    expect(compareDayOverDay(today, day(2), CHANGE)).toMatchObject({
      kind: 'compared',
      statistic: 0,
      beyondAt: null,
    });
  });

  it('sees a change of what was constant', () => {
    const constant = new Array<number>(180).fill(0.1);
    const changed = constant.map((v, i) => (i >= CHANGE ? 0.2 : v));
    expect(compareDayOverDay(changed, constant, CHANGE)).toMatchObject({
      beyondAt: CHANGE,
    });
    expect(compareDayOverDay(constant, constant, CHANGE)).toMatchObject({
      beyondAt: null,
    });
  });

  it('says when there is too little before the change', () => {
    const holes = day(1).map((v, i) => (i < 101 ? null : v));
    expect(compareDayOverDay(holes, day(2), CHANGE)).toEqual({
      kind: 'insufficientSamples',
      before: 19,
      needed: 20,
    });
  });
});
