import { isStale, readArtifacts } from './artifacts';
import { benchRisk } from './bench';
import { Change } from './readChanges';

const change = (linesAdded: number, defective: boolean): Change => ({
  defective,
  date: null,
  metrics: {
    commits: 1,
    files: 1 + Math.floor(linesAdded / 100),
    directories: 1,
    subsystems: 1,
    linesAdded,
    linesDeleted: 2,
    entropy: 0,
    linesInFilesBefore: 800,
    ageDays: 30,
    priorChanges: 40,
    authors: 4,
    authorExperience: 200,
    isFix: false,
  },
});

const small = [1, 4, 9].map(lines => change(lines, false));
const large = [600, 1_200].map(lines => change(lines, true));

it('ranks with the shipped policy, model and calibrations', () => {
  const { rows, rankers } = benchRisk([...small, ...large], readArtifacts());
  expect(rows).toBe(5);
  expect(Object.keys(rankers)).toEqual(['heuristic', 'linesAdded', 'model']);
  for (const quality of Object.values(rankers)) {
    expect(quality.auc).toBe(1);
    expect(quality.recallAt['20']).toBe(0.5);
    expect(quality.ece).toBeLessThan(0.6);
    expect(Object.keys(quality.recallAt)).toEqual(['5', '10', '20', '50']);
  }
});

it('has a calibration that fits the weights of the default policy', () => {
  expect(isStale(readArtifacts())).toBe(false);
});

it.each([
  ['no change is', small, 0],
  ['every change is', large, 2],
])('says that it cannot measure when %s defective', (_, changes, defective) => {
  expect(() => benchRisk(changes, readArtifacts())).toThrow(
    `column bug: of ${changes.length} changes ${defective} are defective`,
  );
});
