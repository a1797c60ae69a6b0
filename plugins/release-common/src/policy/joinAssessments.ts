import {
  DecisionFactor,
  GateFinding,
  RequiredApproval,
  RiskDecision,
} from '../contracts';
import { BundleSubmission } from '../api';
import { Assessment } from './assess';
import { riskierBand } from './score';
import { shorten } from './shorten';

export type AssessedPart = {
  component: string;
  version: string;
  assessment: Assessment;
};

type Named = AssessedPart & { name: string; position: number };

const list = (names: readonly string[]) =>
  names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;

/** `printer-driver`, or the whole reference where two parts share that name. */
function named(parts: readonly AssessedPart[]): Named[] {
  const short = parts.map(({ component }) => component.split('/')[1]);
  return parts.map((part, index) => ({
    ...part,
    position: index + 1,
    name:
      short.filter(name => name === short[index]).length > 1
        ? part.component
        : short[index],
  }));
}

/** The part with the riskiest band and, within it, the highest score. */
function riskiestOf(parts: readonly Named[]): Named {
  return parts.reduce((riskiest, part) => {
    const [a, b] = [riskiest.assessment, part.assessment];
    if (a.band === b.band) return b.riskScore > a.riskScore ? part : riskiest;
    return riskierBand(a.band, b.band) === a.band ? riskiest : part;
  });
}

/** One line per part without points, so that the sum stays the riskiest's. */
function partFactor(part: Named, riskiest: Named, of: number): DecisionFactor {
  const { riskScore, band } = part.assessment;
  const called = `${part.name} ${part.version}`;
  return {
    feature: `bundle.part.${part.position}`,
    value: riskScore,
    contribution: 0,
    words: shorten(
      part === riskiest
        ? `${called} sets the score of the bundle, with ${riskScore} points (${band}) as the riskiest of ${of} parts`
        : `${called} has ${riskScore} points (${band}) by itself, and goes out as carefully as the riskiest part`,
      500,
    ),
  };
}

function missingOf(
  part: Named,
  riskiest: Named,
): RiskDecision['missingEvidence'] {
  const { missingEvidence } = part.assessment;
  if (part === riskiest) return missingEvidence;
  return missingEvidence.map(({ feature, words }) => ({
    feature: `bundle.part.${part.position}.${feature}`,
    words: shorten(`${part.name}: ${words}`, 500),
  }));
}

/** What several parts say, each sentence once, with the names of who says it. */
function sayings(
  said: ReadonlyArray<{ name: string; words: string }>,
  partCount: number,
): string[] {
  const byWords = Map.groupBy(said, ({ words }) => words);
  return [...byWords].map(([words, by]) => {
    const names = [...new Set(by.map(({ name }) => name))];
    return names.length === partCount ? words : `${list(names)}: ${words}`;
  });
}

/** One finding per gate, whichever parts run into it. */
function joinFindings(parts: readonly Named[]): GateFinding[] {
  const found = parts.flatMap(({ name, assessment }) =>
    assessment.blockedBy.map(finding => ({ name, finding })),
  );
  return [...Map.groupBy(found, ({ finding }) => finding.gate)].map(
    ([gate, all]) => {
      const of = (key: 'words' | 'liftedBy') =>
        shorten(
          sayings(
            all.map(({ name, finding }) => ({ name, words: finding[key] })),
            parts.length,
          ).join('; '),
          1000,
        );
      return { gate, words: of('words'), liftedBy: of('liftedBy') };
    },
  );
}

function smokeFinding({
  name,
  smokePassed,
}: BundleSubmission['manifest']): GateFinding[] {
  if (smokePassed) return [];
  return [
    {
      gate: 'bundle-smoke-test',
      words: `The smoke test of ${name} failed: the parts do not work together`,
      liftedBy: 'A manifest of its own whose smoke test passed',
    },
  ];
}

/** Owners answer for their own part; SRE and security for the whole. */
function joinAsked(parts: readonly Named[]): RequiredApproval[] {
  const asked = parts.flatMap(({ name, component, assessment }) =>
    assessment.approvals.map(({ role, why }) => ({
      name,
      words: why,
      role,
      component: role === 'owner' ? component : undefined,
    })),
  );
  const keyOf = ({ role, component }: (typeof asked)[number]) =>
    JSON.stringify([role, component]);
  return [...Map.groupBy(asked, keyOf).values()].flatMap(all => {
    const [{ role, component }] = all;
    const whys = component
      ? all.map(({ words }) => words)
      : sayings(all, parts.length);
    return whys.map(why => ({
      role,
      ...(component && { component }),
      why: shorten(why, 500),
    }));
  });
}

/** What a policy makes of the parts, as one. */
export function joinAssessments(
  manifest: BundleSubmission['manifest'],
  assessed: readonly AssessedPart[],
): Assessment {
  const parts = named(assessed);
  const riskiest = riskiestOf(parts);
  const { riskScore, band, enforcement, factors } = riskiest.assessment;
  const { approvalBand, model, challengers } = riskiest.assessment;
  const vex = parts.flatMap(({ assessment, component }) =>
    (assessment.vex ?? []).map(finding => ({ ...finding, component })),
  );
  return {
    riskScore,
    band,
    approvalBand,
    model,
    challengers,
    parts: parts.map(({ component, assessment }) => ({
      component,
      riskScore: assessment.riskScore,
      band: assessment.band,
    })),
    enforcement,
    factors: [
      ...factors,
      ...parts.map(part => partFactor(part, riskiest, parts.length)),
    ],
    missingEvidence: parts.flatMap(part => missingOf(part, riskiest)),
    blockedBy: [...smokeFinding(manifest), ...joinFindings(parts)],
    approvals: joinAsked(parts),
    plan: parts.flatMap(({ component, assessment }) =>
      assessment.plan.map(plan => ({ component, ...plan })),
    ),
    vex,
  };
}
