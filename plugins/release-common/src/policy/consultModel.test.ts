import fc from 'fast-check';
import { riskDecision } from '../contracts';
import { anyPolicy, anySubmission } from './__testUtils__/arbitraries';
import { sampleBundle } from './__testUtils__/bundles';
import {
  sampleChange,
  samplePlaces,
  samplePolicy,
  sampleSubmission,
} from './__testUtils__/samples';
import {
  ModelAnswer,
  modelDisagrees,
  pointsOf,
  scoreToAnswerFor,
} from './consultModel';
import { partsOfBundle } from './bundleParts';
import { decide } from './decide';
import { decideBundle } from './decideBundle';
import { ModelPolicy, Policy, policySchema } from './schema';

const settings: ModelPolicy = {
  name: 'change-risk',
  version: '1',
  mode: 'shadow',
  timeoutMs: 200,
  inPlaceOf: ['change.linesChanged', 'change.subsystems'],
  points: [
    { probability: 0.1, points: 0 },
    { probability: 0.5, points: 20 },
    { probability: 0.9, points: 60 },
  ],
};

const answered = (probability: number): ModelAnswer => ({
  outcome: 'answered',
  version: '1',
  probability,
});

/** A change that the factors alone give 46.5 points, 18.5 of them for the change. */
const submission = sampleSubmission({ risk: { change: sampleChange } });

function decideWith(options: {
  model: Partial<ModelPolicy>;
  answer?: ModelAnswer;
  policy?: Partial<Policy>;
  contentDigest?: string;
}) {
  const decision = decide({
    policy: {
      ...samplePolicy,
      ...options.policy,
      model: { ...settings, ...options.model },
    },
    submission,
    places: samplePlaces,
    contentDigest: options.contentDigest ?? 'c'.repeat(64),
    policyDigest: 'd'.repeat(64),
    now: new Date('2026-11-20T12:00:00Z'),
    decisionId: '0b0a3a5c-6f3c-4a5e-9d55-0d6d3c1f2a10',
    modelAnswer: options.answer,
  });
  expect(riskDecision.parse(decision)).toEqual(decision);
  return decision;
}

const plain = decideWith({ model: {} });
const adjustmentOf = ({ factors }: typeof plain) =>
  factors.find(({ feature }) => feature === 'model.adjustment');

it('has a case to decide', () => {
  expect(plain).toMatchObject({ riskScore: 36.5, band: 'medium' });
});

describe('a model in shadow mode', () => {
  const decision = decideWith({ model: {}, answer: answered(0.9) });

  it('changes nothing about the decision', () => {
    const { model, shadowDecisions, ...rest } = decision;
    const { model: none, shadowDecisions: nobody, ...without } = plain;
    expect(rest).toEqual(without);
    expect([none?.outcome, nobody]).toEqual(['notAsked', []]);
  });

  it('is recorded with what it would have decided', () => {
    expect(decision.model).toEqual({
      name: 'change-risk',
      version: '1',
      mode: 'shadow',
      outcome: 'answered',
      drives: false,
      probability: 0.9,
      says: { riskScore: 78, band: 'critical' },
      heuristic: { riskScore: 36.5, band: 'medium' },
      words:
        'change-risk 1 gives 90 %: 78 points (critical) where the factors alone make 36.5 points (medium). In shadow mode it has no say.',
    });
    expect(decision.shadowDecisions).toEqual([
      {
        challenger: 'change-risk 1',
        riskScore: 78,
        band: 'critical',
        strategy: 'blueGreen',
      },
    ]);
    expect(modelDisagrees(decision.model)).toBe(true);
  });
});

describe('a model that is enforced', () => {
  const decision = decideWith({
    model: { mode: 'enforced' },
    answer: answered(0.5),
  });

  it('sets the score by one factor in words', () => {
    expect(decision).toMatchObject({ riskScore: 38, band: 'medium' });
    expect(adjustmentOf(decision)).toEqual({
      feature: 'model.adjustment',
      value: 0.5,
      contribution: 1.5,
      words:
        'change-risk 1 gives the change a probability of 50 % to break something, which is 1.5 points more than the factors about the change make',
    });
    expect(decision.model).toMatchObject({ drives: true, outcome: 'answered' });
    expect(modelDisagrees(decision.model)).toBe(false);
  });

  it('keeps what the factors alone would have decided', () => {
    expect(decision.shadowDecisions).toEqual([
      {
        challenger: 'heuristic',
        riskScore: 36.5,
        band: 'medium',
        strategy: 'canary',
      },
    ]);
  });

  it('is planned by its own band', () => {
    const safe = decideWith({
      model: { mode: 'enforced' },
      answer: answered(0.05),
    });
    expect(safe).toMatchObject({
      riskScore: 18,
      band: 'low',
      strategy: 'rolling',
    });
    expect(adjustmentOf(safe)?.words).toMatch(/18\.5 points fewer than/);
  });

  it('never loosens the approvals that the factors ask for', () => {
    const policy = {
      bands: { low: 0, medium: 10, high: 20, critical: 30 },
    } as const;
    const safe = decideWith({
      model: { mode: 'enforced' },
      answer: answered(0.05),
      policy,
    });
    expect(safe.band).toBe('medium');
    expect(safe.approvals.required.map(({ role }) => role)).toEqual([
      'owner',
      'sre',
    ]);
  });

  it('never opens the answer to more people', () => {
    const score = (probability: number) =>
      scoreToAnswerFor(
        decideWith({
          model: { mode: 'enforced' },
          answer: answered(probability),
        }),
      );
    expect([score(0.05), score(0.9)]).toEqual([36.5, 78]);
    expect(scoreToAnswerFor({ ...plain, model: null })).toBe(36.5);
  });

  it('asks for the approvals of its own band too', () => {
    const risky = decideWith({
      model: { mode: 'enforced' },
      answer: answered(0.9),
    });
    expect(risky.approvals.required.map(({ role }) => role)).toEqual([
      'owner',
      'sre',
    ]);
  });

  it('never opens a gate', () => {
    const gated = decideWith({
      model: { mode: 'enforced' },
      answer: answered(0),
      policy: {
        gates: [
          {
            name: 'no-coverage',
            when: [{ feature: 'coverage.lines', missing: true }],
            effect: 'block',
            words: 'Coverage is unknown',
            liftedBy: 'A coverage report',
          },
          {
            name: 'always',
            when: [{ feature: 'artifacts.count', above: 0 }],
            effect: 'approvals',
            approvals: ['security'],
            planAs: 'critical',
            words: 'It has an artifact',
            liftedBy: 'Approval by security',
          },
        ],
      },
    });
    expect(gated).toMatchObject({
      strategy: 'blocked',
      blockedBy: [{ gate: 'no-coverage' }],
      approvals: { required: [{ role: 'security' }] },
      shadowDecisions: [{ challenger: 'heuristic', strategy: 'blocked' }],
    });
  });
});

describe('a model about the parts of a bundle', () => {
  const bundle = sampleBundle();
  const approvalsBy = (answer: ModelAnswer | undefined) => {
    const decision = decideBundle({
      policy: {
        ...samplePolicy,
        bands: { low: 0, medium: 5, high: 10, critical: 15 },
        model: { ...settings, mode: 'enforced' },
      },
      contentDigest: 'c'.repeat(64),
      policyDigest: 'd'.repeat(64),
      now: new Date('2026-11-20T12:00:00Z'),
      decisionId: '0b0a3a5c-6f3c-4a5e-9d55-0d6d3c1f2a10',
      manifest: bundle.manifest,
      manifestDigest: 'e'.repeat(64),
      parts: partsOfBundle(bundle).map(part => ({
        submission: part,
        places: samplePlaces,
        modelAnswer: answer,
      })),
    });
    expect(riskDecision.parse(decision)).toEqual(decision);
    const asked = decision.approvals.required.map(
      ({ role, component }) => `${role} of ${component ?? 'all'}`,
    );
    return { decision, asked };
  };

  it('speaks for the riskiest, and takes away no approval of any', () => {
    const without = approvalsBy(undefined);
    const { decision, asked } = approvalsBy(answered(0));
    expect(decision.riskScore).toBeLessThan(without.decision.riskScore);
    expect(decision.model).toMatchObject({ drives: true, probability: 0 });
    expect(decision.shadowDecisions).toMatchObject([
      { challenger: 'heuristic', riskScore: without.decision.riskScore },
    ]);
    expect(without.decision.band).toBe('critical');
    expect(asked).toEqual(expect.arrayContaining(without.asked));
    expect(without.asked.length).toBeGreaterThan(2);
  });
});

describe('a model in canary mode', () => {
  const canary = { mode: 'canary', share: 0.25 } as const;

  it.each([
    ['3fffffff', true],
    ['40000000', false],
    ['00000000', true],
    ['ffffffff', false],
  ])('drives a digest that begins with %s: %s', (begin, drives) => {
    const contentDigest = begin.padEnd(64, '0');
    const options = { model: canary, answer: answered(0.9), contentDigest };
    const decision = decideWith(options);
    expect(decision.model?.drives).toBe(drives);
    expect(decision.riskScore).toBe(drives ? 78 : 36.5);
    expect(decision.model?.words).toContain(
      drives
        ? 'It drives the decision, as one of the 25 % that are drawn.'
        : 'The decision is not among the 25 % that it drives.',
    );
    expect(decideWith(options)).toEqual(decision);
  });
});

describe('a model that gives no usable answer', () => {
  const cases: Array<[string, ModelAnswer | undefined, string, RegExp]> = [
    ['was not asked', undefined, 'notAsked', /change-risk was not asked/],
    [
      'is late',
      { outcome: 'late', words: 'change-risk did not answer within 200 ms' },
      'late',
      /within 200 ms, so the factors alone decide/,
    ],
    [
      'fails',
      { outcome: 'failed', words: 'change-risk failed: no connection' },
      'failed',
      /no connection/,
    ],
    [
      'lacks what it needs',
      { outcome: 'missingFeatures', words: 'change-risk 1 needs the age' },
      'missingFeatures',
      /needs the age/,
    ],
    ['gives NaN', answered(NaN), 'outOfRange', /gave NaN, which is no prob/],
    ['gives more than 1', answered(1.0001), 'outOfRange', /gave 1.0001/],
    ['gives less than 0', answered(-0.1), 'outOfRange', /gave -0.1/],
    [
      'is another version',
      { outcome: 'answered', version: '2', probability: 0.9 },
      'otherVersion',
      /is version 2, and the policy asks for 1/,
    ],
  ];

  it.each(cases)(
    'that %s leaves the decision to the factors',
    (_, answer, outcome, words) => {
      for (const mode of ['shadow', 'enforced'] as const) {
        const decision = decideWith({ model: { mode }, answer });
        expect(decision).toMatchObject({
          riskScore: plain.riskScore,
          band: plain.band,
          factors: plain.factors,
          shadowDecisions: [],
          model: { outcome, drives: false, probability: null, says: null },
        });
        expect(decision.model?.words).toMatch(words);
        expect(modelDisagrees(decision.model)).toBeNull();
        const said = decision.missingEvidence.filter(
          ({ feature }) => feature === 'model',
        );
        expect(said).toHaveLength(mode === 'enforced' ? 1 : 0);
      }
    },
  );

  it('is told apart by its digest', () => {
    const digest = 'e'.repeat(64);
    const answer = (of: string): ModelAnswer => ({
      outcome: 'answered',
      version: '1',
      digest: of,
      probability: 0.9,
    });
    const outcome = (given: ModelAnswer) =>
      decideWith({ model: { digest }, answer: given }).model?.outcome;
    expect(outcome(answer(digest))).toBe('answered');
    expect(outcome(answer('f'.repeat(64)))).toBe('otherVersion');
    expect(outcome(answered(0.9))).toBe('otherVersion');
  });
});

it('calibrates a probability that is not calibrated yet', () => {
  const calibrated = (slope: number, intercept: number) =>
    decideWith({
      model: { calibration: { slope, intercept } },
      answer: answered(0.8),
    }).model?.probability;
  expect(calibrated(1, 0)).toBe(0.8);
  // log odds ln 4, halved: odds of 2
  expect(calibrated(0.5, 0)).toBe(0.666667);
  expect(calibrated(1, -Math.log(4))).toBe(0.5);
});

it.each([
  [0, 0],
  [0.1, 0],
  [0.3, 10],
  [0.5, 20],
  [0.50625, 20.5],
  [0.9, 60],
  [1, 60],
])('a probability of %d makes %d points', (probability, points) => {
  expect(pointsOf(settings, probability)).toBe(points);
});

it('keeps the sum, the bounds and the approvals, whatever policy and model say', () => {
  fc.assert(
    fc.property(
      anyPolicy,
      anySubmission,
      fc.double(),
      fc.constantFrom('shadow', 'enforced'),
      (policy, anything, probability, mode) => {
        const decideFor = (model: ModelPolicy | null) =>
          decide({
            policy: { ...policy, model },
            submission: anything,
            places: samplePlaces,
            contentDigest: 'c'.repeat(64),
            policyDigest: 'd'.repeat(64),
            now: new Date('2026-11-20T12:00:00Z'),
            decisionId: '0b0a3a5c-6f3c-4a5e-9d55-0d6d3c1f2a10',
            modelAnswer: answered(probability),
          });
        const inPlaceOf = policy.score.factors.map(({ feature }) => feature);
        fc.pre(inPlaceOf.length > 0);
        const decision = decideFor({
          ...settings,
          mode: mode as ModelPolicy['mode'],
          inPlaceOf: inPlaceOf.slice(0, 3),
        });
        const sum = decision.factors.reduce((a, f) => a + f.contribution, 0);
        expect(sum).toBe(decision.riskScore);
        expect(decision.riskScore).toBeGreaterThanOrEqual(0);
        expect(decision.riskScore).toBeLessThanOrEqual(100);
        const roles = decision.approvals.required.map(({ role }) => role);
        expect(roles).toEqual(
          expect.arrayContaining(
            decideFor(null).approvals.required.map(({ role }) => role),
          ),
        );
      },
    ),
    { numRuns: 300 },
  );
});

it.each<[string, object, string]>([
  ['a canary without a share', { mode: 'canary' }, 'share'],
  ['a share outside canary mode', { share: 0.1 }, 'share'],
  ['a share of everything', { mode: 'canary', share: 1 }, 'share'],
  ['one point alone', { points: [{ probability: 0, points: 0 }] }, 'points'],
  [
    'a risk that falls with the probability',
    {
      points: [
        { probability: 0, points: 5 },
        { probability: 1, points: 4 },
      ],
    },
    'points.1.points',
  ],
  [
    'a probability twice',
    {
      points: [
        { probability: 0.5, points: 4 },
        { probability: 0.5, points: 5 },
      ],
    },
    'points.1.probability',
  ],
  [
    'a factor that is no feature',
    { inPlaceOf: ['change.mood'] },
    'inPlaceOf.0',
  ],
])('a policy may not have %s', (_, change, at) => {
  const result = policySchema.shape.model.safeParse({ ...settings, ...change });
  expect(result.error?.issues[0].path.join('.')).toBe(at);
});
