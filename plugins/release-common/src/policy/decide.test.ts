import fc from 'fast-check';
import { riskDecision } from '../contracts';
import { Submission } from '../api';
import { DecideInput, decide } from './decide';
import { openingState, wouldHaveAnswered } from './openingState';
import { Policy, policySchema } from './schema';
import {
  anyHistory,
  anyPolicy,
  anySubmission,
} from './__testUtils__/arbitraries';
import {
  sampleBuild,
  samplePlaces,
  samplePolicy,
  sampleSubmission,
} from './__testUtils__/samples';

function input(
  policy: Policy,
  submission: Submission,
  more: Partial<DecideInput> = {},
): DecideInput {
  return {
    policy,
    submission,
    contentDigest: 'c'.repeat(64),
    policyDigest: 'd'.repeat(64),
    places: samplePlaces,
    now: new Date('2026-11-20T12:00:00Z'),
    decisionId: '0b0a3a5c-6f3c-4a5e-9d55-0d6d3c1f2a10',
    ...more,
  };
}

describe('decide', () => {
  it('gives a score that its factors sum to exactly, whatever the policy', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anySubmission,
        anyHistory,
        (policy, submission, history) => {
          const { riskScore, factors } = decide(
            input(policy, submission, { history }),
          );
          const forwards = factors.reduce((a, f) => a + f.contribution, 0);
          const backwards = factors.reduceRight(
            (a, f) => a + f.contribution,
            0,
          );
          expect(forwards).toBe(riskScore);
          expect(backwards).toBe(riskScore);
          expect(riskScore).toBeGreaterThanOrEqual(0);
          expect(riskScore).toBeLessThanOrEqual(100);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('names the commit and the repository of a bundle that is kept in Git', () => {
    const policyOrigin = {
      commit: 'a'.repeat(40),
      source: 'https://git.example/policy.git, branch main',
    };
    const { policy } = decide(
      input(samplePolicy, sampleSubmission(), { policyOrigin }),
    );
    expect(policy).toMatchObject(policyOrigin);
    const local = decide(input(samplePolicy, sampleSubmission()));
    expect(Object.keys(local.policy)).toEqual(['name', 'version', 'digest']);
  });

  it('keeps its contract and is the same for the same input', () => {
    fc.assert(
      fc.property(anyPolicy, anySubmission, (policy, submission) => {
        const decision = decide(input(policy, submission));
        expect(riskDecision.parse(decision)).toEqual(decision);
        expect(decide(input(policy, submission))).toEqual(decision);
      }),
    );
  });

  it('says in words what each factor is about', () => {
    const submission = sampleSubmission({
      risk: {
        change: {
          commits: 3,
          files: 31,
          directories: 4,
          subsystems: 1,
          linesAdded: 1500,
          linesDeleted: 404,
          entropy: 0.5,
          linesInFilesBefore: 9000,
          ageDays: 3,
          priorChanges: 8,
          authors: 2,
          authorExperience: 40,
          isFix: false,
        },
      },
    });
    const history = {
      releases: 8,
      recentFailureRate: 0.25,
      daysSinceLastRelease: 2,
    };
    const decision = decide(input(samplePolicy, submission, { history }));
    expect(
      decision.factors.map(({ contribution, words }) => [contribution, words]),
    ).toEqual([
      [5, 'What every release starts with'],
      [17.5, '1,904 lines changed in 31 files'],
      [1, '1 subsystem'],
      [9, 'Coverage is unknown'],
      [0, 'Whether it is configuration is unknown'],
      [0, 'It runs on linux'],
      [8, '25 % of the last 8 releases through the portal were taken back'],
    ]);
    expect(decision.riskScore).toBe(40.5);
  });

  it("takes the pipeline's history before its own", () => {
    const submission = sampleSubmission({
      risk: { history: { recentFailureRate: 0, daysSinceLastRelease: 1 } },
    });
    const own = { releases: 5, recentFailureRate: 1, daysSinceLastRelease: 9 };
    const { factors } = decide(
      input(samplePolicy, submission, { history: own }),
    );
    expect(
      factors.find(({ feature }) => feature === 'history.recentFailureRate'),
    ).toMatchObject({
      value: 0,
      contribution: 0,
      words:
        '0 % of the last releases that the pipeline counted were taken back',
    });
  });

  const scoring = (base: number): Policy => ({
    ...samplePolicy,
    score: { base, factors: [] },
  });

  it.each([
    [0, 'low', 'rolling'],
    [24.5, 'low', 'rolling'],
    [25, 'medium', 'canary'],
    [49.5, 'medium', 'canary'],
    [50, 'high', 'canary'],
    [75, 'critical', 'blueGreen'],
    [100, 'critical', 'blueGreen'],
  ])('a score of %d is %s and goes out by %s', (base, band, strategy) => {
    expect(decide(input(scoring(base), sampleSubmission()))).toMatchObject({
      riskScore: base,
      band,
      strategy,
    });
  });

  it('caps with a factor of its own, so that the sum still holds', () => {
    const policy: Policy = {
      ...samplePolicy,
      score: { ...samplePolicy.score, base: 95 },
    };
    const { riskScore, factors } = decide(input(policy, sampleSubmission()));
    expect(riskScore).toBe(100);
    expect(factors[factors.length - 1]).toEqual({
      feature: 'score.cap',
      value: 119,
      contribution: -19,
      words: 'All factors together make 119 points; the score ends at 100',
    });
  });

  it('plans every system by itself, the hardest to take back first', () => {
    const policy: Policy = {
      ...scoring(60),
      strategies: {
        ...samplePolicy.strategies,
        linux: {
          ...samplePolicy.strategies.linux,
          high: samplePolicy.strategies.linux.low,
        },
        arm: {
          ...samplePolicy.strategies.arm,
          high: samplePolicy.strategies.arm.critical,
        },
      },
    };
    const of = (os: 'linux' | 'windows' | 'arm') => ({
      ...sampleBuild.artifacts[0],
      name: `${os}.bin`,
      os,
    });
    const decision = decide(
      input(
        policy,
        sampleSubmission({
          build: { artifacts: [of('linux'), of('arm'), of('windows')] },
        }),
      ),
    );
    expect(
      decision.plan.map(({ os, target, strategy, steps }) => [
        os,
        target,
        strategy,
        steps[0].exposure.kind,
      ]),
    ).toEqual([
      ['arm', 'lab:payments-fleet', 'blueGreen', 'cohort'],
      ['windows', 'lab:payments-windows', 'canary', 'weight'],
      ['linux', 'lab:payments-service', 'rolling', 'weight'],
    ]);
    expect(decision.strategy).toBe('blueGreen');
  });

  it('refuses an analysis profile that the policy lacks, and names those it has', () => {
    expect(() =>
      decide(
        input(samplePolicy, sampleSubmission(), {
          places: {
            linux: { ...samplePlaces.linux, profileName: 'constructor' },
          },
        }),
      ),
    ).toThrow(
      'The policy has no analysis profile "constructor"; it has http-service',
    );
  });

  const withMode = (
    mode: 'shadow' | 'advisory' | 'enforced',
    kind: 'plain' | 'risky' | 'gated',
  ): Policy => ({
    ...scoring(kind === 'risky' ? 80 : 10),
    enforcement: { default: mode, rules: [] },
    gates:
      kind === 'gated'
        ? [
            {
              name: 'no-scan',
              when: [{ feature: 'coverage.lines', missing: true }],
              effect: 'block',
              words: 'Coverage is unknown',
              liftedBy: 'A coverage report',
            },
          ]
        : [],
  });

  it.each([
    ['shadow', 'plain', 'decided', 'proceed'],
    ['shadow', 'risky', 'decided', 'hold'],
    ['shadow', 'gated', 'decided', 'rejected'],
    ['advisory', 'plain', 'awaitingApproval', 'hold'],
    ['advisory', 'gated', 'blocked', 'rejected'],
    ['enforced', 'plain', 'queued', 'proceed'],
    ['enforced', 'risky', 'awaitingApproval', 'hold'],
    ['enforced', 'gated', 'blocked', 'rejected'],
  ] as const)(
    'in %s mode a %s candidate starts as %s and would be told to %s',
    (mode, kind, state, would) => {
      const decision = decide(
        input(policySchema.parse(withMode(mode, kind)), sampleSubmission()),
      );
      expect(openingState(decision).state).toBe(state);
      expect(wouldHaveAnswered(decision)).toBe(would);
      expect(decision.plan).toHaveLength(kind === 'gated' ? 0 : 1);
      expect(decision.strategy === 'blocked').toBe(kind === 'gated');
      expect(decision.approvals.expiresAt !== undefined).toBe(
        state === 'awaitingApproval',
      );
    },
  );
});
