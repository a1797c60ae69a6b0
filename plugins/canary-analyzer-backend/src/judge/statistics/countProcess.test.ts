import { seeded } from '../../__testUtils__/evidence';
import { anytimeCountP } from './countProcess';

const arms = (
  [x, m]: [number, number],
  [y, n]: [number, number],
): Parameters<typeof anytimeCountP> => [
  { events: x, trials: m },
  { events: y, trials: n },
];

describe('anytimeCountP', () => {
  it.each<[string, [number, number], [number, number], number]>([
    // E = (1 - share^(x+1)) / ((x + 1) (1 - share) share^x) with y = 0
    ['one event, even split', [1, 100], [0, 100], 1 / 1.5],
    ['two events, even split', [2, 100], [0, 100], 1 / (7 / 3)],
    ['nothing happened', [0, 100], [0, 900], 1],
    ['no trials', [0, 0], [5, 900], 1],
  ])('%s', (_, candidate, baseline, p) => {
    expect(anytimeCountP(...arms(candidate, baseline))).toBeCloseTo(p, 12);
  });

  it.each<[string, [number, number], [number, number], boolean]>([
    ['20 errors on a zero baseline', [20, 1000], [0, 9000], true],
    ['a fifth of 80 requests', [16, 80], [3, 1500], true],
    ['every request', [5000, 5000], [10, 95000], true],
    ['two early errors', [2, 50], [1, 950], false],
    ['equal shares', [100, 1000], [900, 9000], false],
    ['a better candidate', [0, 10000], [900, 90000], false],
  ])('%s', (_, candidate, baseline, found) => {
    expect(anytimeCountP(...arms(candidate, baseline)) < 0.001).toBe(found);
  });

  it('raises few false alarms however often one looks', () => {
    const random = seeded(3);
    const runs = 2000;
    const alarms = Array.from({ length: runs }, () => {
      let [x, m, y, n] = [0, 0, 0, 0];
      for (let request = 0; request < 1000; request++) {
        const failed = random() < 0.05 ? 1 : 0;
        if (random() < 0.2) {
          m++;
          x += failed;
        } else {
          n++;
          y += failed;
        }
        if (failed && anytimeCountP(...arms([x, m], [y, n])) <= 0.05) return 1;
      }
      return 0;
    }).reduce<number>((sum, alarm) => sum + alarm, 0);
    expect(alarms / runs).toBeLessThan(0.05);
  });
});
