import { CsvError } from './parseCsv';
import { Artifacts, rank } from './rankers';
import { Change } from './readChanges';
import { qualityOf } from './quality';
import { Report } from './report';

/**
 * Measures the rankers on labelled changes. Nothing is fitted to them.
 *
 * @throws CsvError when there is not one defective and one sound change.
 */
export function benchRisk(
  changes: readonly Change[],
  artifacts: Artifacts,
): Report {
  const defective = changes.filter(change => change.defective).length;
  if (defective === 0 || defective === changes.length) {
    throw new CsvError(
      `column bug: of ${changes.length} changes ${defective} are defective; nothing can be ranked without some of both`,
    );
  }
  const { heuristic, linesAdded, model } = rank(changes, artifacts);
  return {
    rows: changes.length,
    rankers: {
      heuristic: qualityOf(heuristic),
      linesAdded: qualityOf(linesAdded),
      model: qualityOf(model),
    },
  };
}
