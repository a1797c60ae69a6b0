import {
  RiskDecision,
  StrategyName,
  modelDisagrees,
} from '@adaptive-delivery/plugin-release-common';

type Opinion = NonNullable<RiskDecision['model']>;

/** What the factors or the model would have decided, and whether it counts. */
export type OpinionRow = {
  who: string;
  riskScore: number;
  band: Opinion['heuristic']['band'];
  strategy: StrategyName | null;
  counts: boolean;
};

export type ModelView = {
  title: string;
  /** `agrees`, `disagrees`, or `silent` when it gave no usable answer. */
  verdict: 'agrees' | 'disagrees' | 'silent';
  words: string;
  /** As a share; null when it gave none. */
  probability: number | null;
  /** The factors first; none when there is nothing to compare. */
  rows: OpinionRow[];
};

const modeWords: Record<Opinion['mode'], string> = {
  shadow: 'in shadow',
  canary: 'as a canary',
  enforced: 'enforced',
};

/** How the model stands beside the factors; null when the policy asks none. */
export function modelView(decision: RiskDecision): ModelView | null {
  const { model, shadowDecisions } = decision;
  if (!model) return null;
  const name = [model.name, model.version].filter(Boolean).join(' ');
  const strategyOf = (counts: boolean, challenger: string) =>
    counts
      ? decision.strategy
      : shadowDecisions.find(shadow => shadow.challenger === challenger)
          ?.strategy ?? null;
  const disagrees = modelDisagrees(model);
  const verdict = disagrees ? 'disagrees' : 'agrees';
  return {
    title: `Model ${name} (${modeWords[model.mode]})`,
    verdict: disagrees === null ? 'silent' : verdict,
    words: model.words,
    probability: model.probability,
    rows: model.says
      ? [
          {
            who: 'Factors alone',
            ...model.heuristic,
            strategy: strategyOf(!model.drives, 'heuristic'),
            counts: !model.drives,
          },
          {
            who: 'With the model',
            ...model.says,
            strategy: strategyOf(model.drives, name),
            counts: model.drives,
          },
        ]
      : [],
  };
}

/** Whether a challenger is one of those that the panel about the model shows. */
export function isShownWithModel(
  { model }: Pick<RiskDecision, 'model'>,
  challenger: string,
): boolean {
  if (!model?.says) return false;
  return [`${model.name} ${model.version}`, 'heuristic'].includes(challenger);
}
