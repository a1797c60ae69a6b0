import { DecisionFactor, ModelOpinion, RiskDecision } from '../contracts';
import { portableLogit, portableSigmoid } from '../statistics';
import { ModelPolicy, Policy } from './schema';
import { RiskScore, toHalves, totalOf } from './score';
import { shorten } from './shorten';

/** What a model runtime came back with; nothing of it is believed unseen. */
export type ModelAnswer =
  | {
      outcome: 'answered';
      version: string;
      /** RFC 8785 digest of the model, where it is a file. */
      digest?: string;
      /** As the runtime gave it; may be anything. */
      probability: number;
    }
  | {
      outcome: 'late' | 'failed' | 'missingFeatures' | 'notInstalled';
      version?: string;
      /** A sentence that says what happened. */
      words: string;
    };

/** The score that counts, what the model had to say, and the one that does not count. */
export type Consultation = {
  risk: RiskScore;
  model: ModelOpinion | null;
  challenger: { name: string; risk: RiskScore } | null;
};

type Heard =
  | { outcome: 'answered'; version: string; probability: number }
  | { outcome: Exclude<ModelOpinion['outcome'], 'answered'>; words: string };

const MILLION = 1_000_000;

const percent = (share: number) =>
  `${(Math.round(share * 1000) / 10).toLocaleString('en-US')} %`;

/** Checks an answer against what the policy asked for. */
function hear(policy: ModelPolicy, answer: ModelAnswer | undefined): Heard {
  const { name } = policy;
  if (!answer) {
    return { outcome: 'notAsked', words: `${name} was not asked` };
  }
  if (answer.outcome !== 'answered') return answer;
  const { version, digest, probability } = answer;
  const { calibration } = policy;
  if (policy.version !== undefined && policy.version !== version) {
    return {
      outcome: 'otherVersion',
      words: `${name} is version ${version}, and the policy asks for ${policy.version}`,
    };
  }
  if (policy.digest !== undefined && policy.digest !== digest) {
    return {
      outcome: 'otherVersion',
      words: `${name} ${version} is not the model whose digest the policy names`,
    };
  }
  if (!(probability >= 0 && probability <= 1)) {
    return {
      outcome: 'outOfRange',
      words: `${name} ${version} gave ${probability}, which is no probability`,
    };
  }
  const calibrated = calibration
    ? portableSigmoid(
        calibration.slope * portableLogit(probability) + calibration.intercept,
      )
    : probability;
  return {
    outcome: 'answered',
    version,
    probability: Math.round(calibrated * MILLION) / MILLION,
  };
}

/** Points for a probability, by straight lines between those of the policy. */
export function pointsOf(
  { points }: Pick<ModelPolicy, 'points'>,
  probability: number,
): number {
  const above = points.findIndex(item => item.probability >= probability);
  if (above === 0) return points[0].points;
  if (above < 0) return points[points.length - 1].points;
  const [low, high] = [points[above - 1], points[above]];
  const along =
    (probability - low.probability) / (high.probability - low.probability);
  return toHalves(low.points + along * (high.points - low.points));
}

/** The heuristic's factors with one more that makes them the model's. */
function adjusted(
  policy: Pick<Policy, 'bands'>,
  settings: ModelPolicy,
  heuristic: RiskScore,
  heard: Extract<Heard, { outcome: 'answered' }>,
): RiskScore {
  const weighed = heuristic.factors.filter(
    ({ feature }) => feature !== 'score.cap',
  );
  const replaced = new Set<string>(settings.inPlaceOf);
  const had = weighed
    .filter(({ feature }) => replaced.has(feature))
    .reduce((sum, { contribution }) => sum + contribution, 0);
  const contribution = pointsOf(settings, heard.probability) - had;
  const compared =
    contribution === 0
      ? 'as many points as'
      : `${Math.abs(contribution)} points ${
          contribution > 0 ? 'more' : 'fewer'
        } than`;
  const adjustment: DecisionFactor = {
    feature: 'model.adjustment',
    value: heard.probability,
    contribution,
    words: `${settings.name} ${
      heard.version
    } gives the change a probability of ${percent(
      heard.probability,
    )} to break something, which is ${compared} the factors about the change make`,
  };
  return {
    ...totalOf(policy, [...weighed, adjustment]),
    missingEvidence: heuristic.missingEvidence,
  };
}

/** A share of decisions by the beginning of their digest; the same for the same content. */
function isDrawn(share: number, contentDigest: string | undefined): boolean {
  if (!contentDigest) return false;
  return parseInt(contentDigest.slice(0, 8), 16) / 2 ** 32 < share;
}

function mayDrive(
  { mode, share = 0 }: ModelPolicy,
  contentDigest: string | undefined,
): boolean {
  if (mode === 'canary') return isDrawn(share, contentDigest);
  return mode === 'enforced';
}

function roleWords({ mode, share = 0 }: ModelPolicy, drives: boolean): string {
  if (mode === 'shadow') return 'In shadow mode it has no say';
  if (mode === 'enforced') return 'It drives the decision';
  return drives
    ? `It drives the decision, as one of the ${percent(share)} that are drawn`
    : `The decision is not among the ${percent(share)} that it drives`;
}

const sayOf = ({ riskScore, band }: RiskScore) => ({ riskScore, band });
const sayWords = ({ riskScore, band }: RiskScore) =>
  `${riskScore} points (${band})`;

/** The heuristic decides, and the decision says why the model does not. */
function withoutModel(
  settings: ModelPolicy,
  heuristic: RiskScore,
  heard: Exclude<Heard, { outcome: 'answered' }>,
  version: string | null,
  shouldDrive: boolean,
): Consultation {
  const words = shorten(`${heard.words}, so the factors alone decide`, 500);
  return {
    risk: shouldDrive
      ? {
          ...heuristic,
          missingEvidence: [
            ...heuristic.missingEvidence,
            { feature: 'model', words },
          ],
        }
      : heuristic,
    challenger: null,
    model: {
      name: settings.name,
      version,
      mode: settings.mode,
      outcome: heard.outcome,
      drives: false,
      probability: null,
      says: null,
      heuristic: sayOf(heuristic),
      words: `${words}.`,
    },
  };
}

/**
 * What becomes of the score when the policy asks a model. A model that is late,
 * fails, is another one than the policy names or gives no probability has no
 * say: the factors alone decide. Pure.
 */
export function consultModel(
  policy: Pick<Policy, 'bands' | 'model'>,
  heuristic: RiskScore,
  answer: ModelAnswer | undefined,
  contentDigest: string | undefined,
): Consultation {
  const settings = policy.model;
  if (!settings) return { risk: heuristic, model: null, challenger: null };
  const drives = mayDrive(settings, contentDigest);
  const heard = hear(settings, answer);
  if (heard.outcome !== 'answered') {
    const version = answer?.version ?? null;
    return withoutModel(settings, heuristic, heard, version, drives);
  }
  const { name, mode } = settings;
  const { version, probability } = heard;
  const says = adjusted(policy, settings, heuristic, heard);
  return {
    risk: drives ? says : heuristic,
    challenger: drives
      ? { name: 'heuristic', risk: heuristic }
      : { name: `${name} ${version}`, risk: says },
    model: {
      name,
      version,
      mode,
      outcome: 'answered',
      drives,
      probability,
      says: sayOf(says),
      heuristic: sayOf(heuristic),
      words: `${name} ${version} gives ${percent(probability)}: ${sayWords(
        says,
      )} where the factors alone make ${sayWords(heuristic)}. ${roleWords(
        settings,
        drives,
      )}.`,
    },
  };
}

/** Whether model and heuristic put the candidate into different bands; null when no model answered. */
export function modelDisagrees(model: ModelOpinion | null): boolean | null {
  return model?.says ? model.says.band !== model.heuristic.band : null;
}

/**
 * The score by which it is settled who may answer for a decision: of model and
 * factors the higher one, so that a model never opens it to more people.
 */
export function scoreToAnswerFor({
  riskScore,
  model,
}: Pick<RiskDecision, 'riskScore' | 'model'>): number {
  return Math.max(riskScore, model?.heuristic.riskScore ?? 0);
}
