import { RiskDecision } from '../contracts';
import { Evidence } from './evidence';
import { readFeature } from './features';
import { Policy, ScoreFactor } from './schema';
import { renderWords } from './words';

type Missing = RiskDecision['missingEvidence'];

/** What is not there when nothing of a part of the evidence is. */
const wholeParts: Record<string, string> = {
  change: 'Nothing is known about the size and history of the change',
  tests: 'There are no test results',
  coverage: 'Test coverage is unknown',
  staticAnalysis: 'There is no static analysis',
  dependencies: 'Changes of dependencies are unknown',
  vulnerabilities: 'There is no vulnerability scan',
  flags: 'The build does not say what kind of change it is',
  history: 'No earlier release is known',
};

const partOf = ({ feature }: ScoreFactor) => feature.split('.')[0];

/**
 * The evidence that the factors of a policy did not find, each source once: a
 * part that several factors look at and that is missing as a whole is one entry,
 * under the first feature; of a part that is there in pieces, each missing piece
 * is one.
 */
export function missingEvidenceOf(
  policy: Pick<Policy, 'score'>,
  evidence: Evidence,
): Missing {
  const { factors } = policy.score;
  const isMissing = ({ feature }: ScoreFactor) =>
    readFeature(feature, evidence) === undefined;
  const isWhole = (part: string) => {
    const ofPart = factors.filter(item => partOf(item) === part);
    return (
      ofPart.length > 1 &&
      Object.hasOwn(wholeParts, part) &&
      ofPart.every(isMissing)
    );
  };
  const found = factors.filter(isMissing).map(rule => {
    const part = partOf(rule);
    const { feature, missing } = rule;
    return {
      feature,
      words: isWhole(part)
        ? wholeParts[part]
        : renderWords(missing.words, evidence, feature),
    };
  });
  return found.filter(
    ({ words }, index) =>
      found.findIndex(other => other.words === words) === index,
  );
}
