import fc from 'fast-check';
import { RiskInputs } from '../../contracts';
import { Submission } from '../../api';
import { ReleaseHistory } from '../evidence';
import { featureNames, policyFeatures } from '../features';
import { Policy, ScoreFactor } from '../schema';
import { sampleBuild, samplePolicy, sampleSubmission } from './samples';

const count = fc.nat({ max: 100_000 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const days = fc.double({ min: 0, max: 5000, noNaN: true });

const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined });

const change = fc.record({
  commits: count,
  files: count,
  directories: count,
  subsystems: count,
  linesAdded: count,
  linesDeleted: count,
  entropy: share,
  linesInFilesBefore: count,
  ageDays: days,
  priorChanges: count,
  authors: count,
  authorExperience: count,
  isFix: fc.boolean(),
});

const vulnerability = fc.record({
  id: fc.stringMatching(/^CVE-2026-\d{4}$/),
  severity: fc.constantFrom('critical', 'high', 'low') as fc.Arbitrary<
    'critical' | 'high' | 'low'
  >,
  kev: maybe(fc.boolean()),
  vex: maybe(
    fc.record({
      status: fc.constantFrom('not_affected', 'affected') as fc.Arbitrary<
        'not_affected' | 'affected'
      >,
      signed: fc.boolean(),
    }),
  ),
});

const risk: fc.Arbitrary<Partial<RiskInputs>> = fc.record({
  change: maybe(change),
  coverage: maybe(
    fc.record({
      lines: share,
      delta: maybe(fc.double({ min: -1, max: 1, noNaN: true })),
    }),
  ),
  vulnerabilities: maybe(fc.array(vulnerability, { maxLength: 6 })),
  flags: maybe(
    fc.record({
      kernelDriver: maybe(fc.boolean()),
      configOnly: maybe(fc.boolean()),
      dbMigration: maybe(fc.record({ reversible: fc.boolean() })),
    }),
  ),
  history: maybe(
    fc.record({ recentFailureRate: share, daysSinceLastRelease: days }),
  ),
});

const systems = fc.uniqueArray(
  fc.constantFrom('linux' as const, 'windows' as const, 'arm' as const),
  { minLength: 1 },
);

/** Candidates with any mix of evidence, each part there or missing. */
export const anySubmission: fc.Arbitrary<Submission> = fc
  .tuple(risk, systems)
  .map(([evidence, built]) =>
    sampleSubmission({
      risk: evidence,
      build: {
        artifacts: built.map(os => ({
          ...sampleBuild.artifacts[0],
          name: `${os}.bin`,
          os,
        })),
      },
    }),
  );

export const anyHistory: fc.Arbitrary<ReleaseHistory | undefined> = maybe(
  fc.record({
    releases: fc.integer({ min: 1, max: 10 }),
    recentFailureRate: share,
    daysSinceLastRelease: days,
  }),
);

const halves = (min: number, max: number) =>
  fc.integer({ min: min * 2, max: max * 2 }).map(value => value / 2);

const transforms = {
  number: fc.record({
    kind: fc.constant('log1p' as const),
    saturatesAt: fc.double({ min: 0.1, max: 1e6, noNaN: true }),
    invert: fc.boolean(),
  }),
  share: fc.record({
    kind: fc.constant('share' as const),
    invert: fc.boolean(),
  }),
  boolean: fc.record({
    kind: fc.constant('boolean' as const),
    riskyWhen: fc.boolean(),
  }),
  text: fc.record({
    kind: fc.constant('map' as const),
    values: fc.dictionary(fc.constantFrom('arm', 'linux', 'windows'), share),
  }),
};

const factor: fc.Arbitrary<ScoreFactor> = fc
  .constantFrom(...featureNames)
  .chain(feature =>
    fc.record({
      feature: fc.constant(feature),
      transform: transforms[policyFeatures[feature].type],
      weight: halves(-100, 100),
      words: fc.constant('{value}'),
      missing: fc.record({
        points: halves(0, 100),
        words: fc.constant('unknown'),
      }),
    }),
  );

/** Policies with any factors and weights, far beyond what 0 to 100 holds. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .tuple(
    halves(-100, 100),
    fc.uniqueArray(factor, { selector: item => item.feature, maxLength: 20 }),
  )
  .map(([base, factors]) => ({ ...samplePolicy, score: { base, factors } }));
