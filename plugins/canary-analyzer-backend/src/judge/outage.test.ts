import { describeOutage } from './outage';
import { axisOf } from './timeAxis';

const SLOTS = 40;
const axis = axisOf(
  {
    start: new Date('2026-11-23T15:00:00Z'),
    end: new Date('2026-11-23T15:10:00Z'),
  },
  15,
);

const reporting = (from: number, to: number, rate = 2) =>
  Array.from({ length: SLOTS }, (_, i) => (i >= from && i < to ? rate : null));
const always = reporting(0, SLOTS);

describe('describeOutage', () => {
  it.each<[string, Array<number | null>, Array<number | null>, boolean]>([
    ['both report', always, always, false],
    ['the candidate stopped 5 min ago', reporting(0, 20), always, false],
    ['the candidate stopped before that', reporting(0, 19), always, true],
    ['both stopped', reporting(0, 19), reporting(0, 19), false],
    [
      'the baseline has no traffic either',
      reporting(0, 10),
      reporting(0, SLOTS, 0),
      false,
    ],
    [
      'the baseline misses every other slot',
      reporting(0, 10),
      always.map((rate, i) => (i % 2 ? rate : null)),
      true,
    ],
    [
      'the baseline is mostly gone too',
      reporting(0, 10),
      always.map((rate, i) => (i % 3 ? null : rate)),
      false,
    ],
    ['the candidate never reported', reporting(0, 0), always, true],
  ])('%s', (_, candidate, baseline, isDown) => {
    const words = describeOutage({ candidate, baseline }, axis, null);
    expect(words !== null).toBe(isDown);
  });

  it.each([
    [8, false],
    [9, true],
  ])(
    'gives a candidate that never reported half of 20 looks: look %i',
    (index, isDown) => {
      const samples = { candidate: reporting(0, 0), baseline: always };
      const words = describeOutage(samples, axis, { index, planned: 20 });
      expect(words !== null).toBe(isDown);
    },
  );
});
