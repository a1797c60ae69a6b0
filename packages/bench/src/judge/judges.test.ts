import { classifyShift, judgeByMannWhitney } from './mannWhitney';
import { judgeByOurs } from './ours';
import { aucOf, medianOf, summarize } from './summarize';
import { ARGO, FLAGGER, judgeByThresholds } from './thresholds';
import { Pod, PodMinute, Trial } from './trials';

const MINUTES = 16;
const sound = (i: number): PodMinute => ({
  successRate: 1,
  latency: 0.01 + 0.0005 * (i % 3),
  cpu: 2 + 0.1 * (i % 2),
  memory: 20 + 0.1 * (i % 4),
});
const pod = (
  name: string,
  change: (minute: PodMinute) => PodMinute | null = minute => minute,
): Pod => ({
  name,
  minutes: Array.from({ length: MINUTES }, (_, i) => change(sound(i))),
});
const trial = (candidate: Pod): Trial => ({
  group: 'defect',
  caseId: 'one',
  service: 'cart',
  minutes: MINUTES,
  candidate: [candidate],
  baseline: [pod('a'), pod('b')],
});

describe('judges of pods', () => {
  const cases: Array<[string, Pod, Record<string, boolean>]> = [
    ['a sound pod', pod('c'), {}],
    [
      'a pod that fails a third',
      pod('c', minute => ({ ...minute, successRate: 0.66 })),
      { ours: true, flagger: true, argo: true, mannWhitney: true },
    ],
    [
      'a pod that answers nothing',
      pod('c', () => null),
      { ours: true, flagger: true, mannWhitney: true },
    ],
    [
      'a pod with slightly more CPU',
      pod('c', minute => ({ ...minute, cpu: 3 })),
      { mannWhitney: true },
    ],
    [
      'a pod that is slow, yet below the limit',
      pod('c', minute => ({ ...minute, latency: 0.2 })),
      { ours: true, mannWhitney: true },
    ],
  ];
  it.each(cases)('%s', (_, candidate, expected) => {
    const of = trial(candidate);
    const rolledBack = {
      ours: judgeByOurs(of, []),
      flagger: judgeByThresholds(of, FLAGGER),
      argo: judgeByThresholds(of, ARGO),
      mannWhitney: judgeByMannWhitney(of),
    };
    expect(
      Object.entries(rolledBack)
        .filter(([, { rolledBackAfter }]) => rolledBackAfter !== null)
        .map(([name]) => name),
    ).toEqual(Object.keys(expected));
  });
});

describe('classifyShift', () => {
  const low = [1, 2, 3, 4, 5, 6, 7, 8];
  const high = low.map(v => v + 20);

  it.each<[string, number[], number[], 1 | -1 | 0, boolean | undefined]>([
    ['a rise where rises harm', high, low, 1, true],
    ['a rise where falls harm', high, low, -1, false],
    ['a fall where both harm', low, high, 0, true],
    ['the same', low, low, 0, false],
    ['too few to tell', [9], [1], 1, false],
    ['no data', [], low, 1, undefined],
  ])('%s', (_, candidate, baseline, direction, beyond) => {
    expect(classifyShift(candidate, baseline, direction)?.beyond).toBe(beyond);
  });
});

describe('summarize', () => {
  it('counts rollbacks by group, and minutes of caught defects', () => {
    const outcome = (rolledBackAfter: number | null, score: number) => ({
      rolledBackAfter,
      score,
    });
    expect(
      summarize([
        { group: 'benign', outcome: outcome(null, 0) },
        { group: 'benign', outcome: outcome(3, 2) },
        { group: 'defect', outcome: outcome(4, 3) },
        { group: 'defect', outcome: outcome(7, 2) },
        { group: 'defect', outcome: outcome(null, 1) },
      ]),
    ).toEqual({
      aa: null,
      benign: 0.5,
      defect: 2 / 3,
      auc: 4.5 / 6,
      medianMinutes: 5.5,
    });
  });

  it('has no figure without cases', () => {
    expect(aucOf([1], [])).toBeNull();
    expect(medianOf([])).toBeNull();
  });
});
