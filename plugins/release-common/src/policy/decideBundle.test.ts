import fc from 'fast-check';
import { BundleSubmission } from '../api';
import { riskDecision } from '../contracts';
import { outstandingRoles, outstandingSeats, whoMayApprove } from './approvals';
import { assess } from './assess';
import { partsOfBundle } from './bundleParts';
import { decide } from './decide';
import { DecideBundleInput, decideBundle } from './decideBundle';
import { openingState } from './openingState';
import { Policy } from './schema';
import { riskierBand } from './score';
import { anyPolicy } from './__testUtils__/arbitraries';
import {
  DRIVER,
  FIRMWARE,
  anyBundle,
  sampleBundle,
} from './__testUtils__/bundles';
import { samplePlaces, samplePolicy } from './__testUtils__/samples';

const frame = (policy: Policy) => ({
  policy,
  contentDigest: 'c'.repeat(64),
  policyDigest: 'd'.repeat(64),
  now: new Date('2026-11-20T12:00:00Z'),
  decisionId: '0b0a3a5c-6f3c-4a5e-9d55-0d6d3c1f2a10',
});

const input = (
  policy: Policy,
  bundle: BundleSubmission,
): DecideBundleInput => ({
  ...frame(policy),
  manifest: bundle.manifest,
  manifestDigest: 'e'.repeat(64),
  parts: partsOfBundle(bundle).map(submission => ({
    submission,
    places: samplePlaces,
  })),
});

const alone = (policy: Policy, bundle: BundleSubmission) =>
  input(policy, bundle).parts.map(part =>
    decide({ ...frame(policy), ...part }),
  );

/** Scores by system: windows 60 (high), the others 10 (low). */
const bySystem: Policy = {
  ...samplePolicy,
  score: {
    base: 10,
    factors: [
      {
        feature: 'artifacts.system',
        transform: { kind: 'map', values: { windows: 1 } },
        weight: 50,
        words: 'It runs on {value}',
        missing: { points: 0, words: 'unknown' },
      },
    ],
  },
};

describe('a bundle', () => {
  it('has the score of its riskiest part and at least the band of each, and its factors sum', () => {
    fc.assert(
      fc.property(anyPolicy, anyBundle, (policy, bundle) => {
        const whole = decideBundle(input(policy, bundle));
        const parts = alone(policy, bundle);
        expect(whole.riskScore).toBe(
          Math.max(...parts.map(part => part.riskScore)),
        );
        for (const { band } of parts) {
          expect(riskierBand(whole.band, band)).toBe(whole.band);
        }
        expect(whole.factors.reduce((a, f) => a + f.contribution, 0)).toBe(
          whole.riskScore,
        );
        const features = whole.factors.map(({ feature }) => feature);
        expect(new Set(features).size).toBe(features.length);
      }),
    );
  });

  it('asks for everything that a part asks for by itself, and keeps its contract', () => {
    fc.assert(
      fc.property(anyPolicy, anyBundle, (policy, bundle) => {
        const whole = decideBundle(input(policy, bundle));
        expect(riskDecision.parse(whole)).toEqual(whole);
        const asked = whole.approvals.required.map(({ role, component }) =>
          JSON.stringify([role, component ?? null]),
        );
        expect(new Set(asked).size).toBe(asked.length);
        for (const part of alone(policy, bundle)) {
          for (const { role } of part.approvals.required) {
            const seat = [
              role,
              role === 'owner' ? part.candidate.component : null,
            ];
            expect(asked).toContain(JSON.stringify(seat));
          }
          for (const { gate } of part.blockedBy) {
            expect(whole.blockedBy.map(item => item.gate)).toContain(gate);
          }
        }
      }),
    );
  });

  it('plans every system of every part, at the band of the whole', () => {
    fc.assert(
      fc.property(anyPolicy, anyBundle, (policy, bundle) => {
        const whole = decideBundle(input(policy, bundle));
        const released =
          whole.blockedBy.length > 0 ? [] : bundle.manifest.parts;
        expect(
          whole.plan.map(({ component, os }) => `${component} ${os}`).sort(),
        ).toEqual(
          released
            .flatMap(part =>
              [...new Set(part.artifacts.map(({ os }) => os))].map(
                os => `${part.component} ${os}`,
              ),
            )
            .sort(),
        );
        for (const { os, strategy } of whole.plan) {
          expect(strategy).toBe(policy.strategies[os][whole.band].strategy);
        }
      }),
    );
  });

  it('of one build is decided as that build is alone', () => {
    const bundle = sampleBundle();
    const [build] = bundle.builds;
    const single = {
      ...bundle,
      builds: [build],
      manifest: { ...bundle.manifest, parts: [bundle.manifest.parts[0]] },
    };
    const whole = decideBundle(input(samplePolicy, single));
    const [part] = alone(samplePolicy, single);
    expect(whole).toMatchObject({
      riskScore: part.riskScore,
      band: part.band,
      strategy: part.strategy,
      missingEvidence: part.missingEvidence,
      plan: [{ ...part.plan[0], component: DRIVER }],
    });
  });

  it('is named by its manifest, and releases what the manifest names alone', () => {
    const bundle = sampleBundle({
      component: 'system:default/print-kiosk',
      version: '2026.47',
    });
    expect(decideBundle(input(samplePolicy, bundle)).candidate).toEqual({
      component: 'system:default/print-kiosk',
      buildId: 'print-kiosk:47',
      version: '2026.47',
      commit: 'a'.repeat(40),
      environment: 'production',
      artifacts: bundle.manifest.parts.flatMap(part => part.artifacts),
      parts: bundle.manifest.parts.map((part, index) => ({
        ...part,
        version: `${[3, 5][index]}.0.0`,
        commit: 'a'.repeat(40),
      })),
      manifest: {
        manifestId: 'print-kiosk:47',
        name: 'print-kiosk 2026.47',
        sha256: 'e'.repeat(64),
      },
    });
    expect(
      decideBundle(input(samplePolicy, sampleBundle())).candidate,
    ).toMatchObject({ component: DRIVER, version: 'print-kiosk:47' });
  });

  it('says what each part is by itself', () => {
    const { factors, plan, parts, riskScore, band, missingEvidence } =
      decideBundle(input(bySystem, sampleBundle()));
    expect([riskScore, band]).toEqual([60, 'high']);
    expect(parts).toEqual([
      { component: DRIVER, riskScore: 60, band: 'high' },
      { component: FIRMWARE, riskScore: 10, band: 'low' },
    ]);
    expect(factors.slice(-2)).toEqual([
      {
        feature: 'bundle.part.1',
        value: 60,
        contribution: 0,
        words:
          'printer-driver 3.0.0 sets the score of the bundle, with 60 points (high) as the riskiest of 2 parts',
      },
      {
        feature: 'bundle.part.2',
        value: 10,
        contribution: 0,
        words:
          'kiosk-firmware 5.0.0 has 10 points (low) by itself, and goes out as carefully as the riskiest part',
      },
    ]);
    expect(plan.map(item => [item.component, item.os, item.strategy])).toEqual([
      [DRIVER, 'windows', 'canary'],
      [FIRMWARE, 'arm', 'canary'],
    ]);
    expect(missingEvidence).toEqual([]);
  });

  it('lists the missing evidence of every part, and whose it is', () => {
    const bundle = sampleBundle();
    bundle.builds[0].riskInputs.coverage = { lines: 0.5 };
    const { missingEvidence } = decideBundle(input(samplePolicy, bundle));
    const said = Object.fromEntries(
      missingEvidence.map(({ feature, words }) => [feature, words]),
    );
    expect(said['coverage.lines']).toMatch(/coverage is unknown$/i);
    expect(said['bundle.part.1.coverage.lines']).toBeUndefined();
    expect(said['bundle.part.1.history.recentFailureRate']).toBe(
      'printer-driver: No earlier release is known',
    );
  });

  it('goes by the mode that is the least automatic', () => {
    const policy = (mode: 'shadow' | 'advisory'): Policy => ({
      ...bySystem,
      enforcement: {
        default: 'enforced',
        rules: [{ component: FIRMWARE, mode }],
      },
    });
    const modeOf = (mode: 'shadow' | 'advisory') => {
      const decision = decideBundle(input(policy(mode), sampleBundle()));
      return [
        decision.enforcement,
        openingState(decision).state,
        decision.approvals.required.map(({ component }) => component),
      ];
    };
    expect(modeOf('shadow')).toEqual(['shadow', 'decided', []]);
    expect(modeOf('advisory')).toEqual([
      'advisory',
      'awaitingApproval',
      [DRIVER, FIRMWARE],
    ]);
  });
});

describe('a gate', () => {
  const blocking: Policy = {
    ...samplePolicy,
    gates: [
      {
        name: 'no-tests',
        when: [{ feature: 'tests.failed', missing: true }],
        effect: 'block',
        words: 'Nothing is known of tests of {artifacts.system}',
        liftedBy: 'Test results',
      },
      {
        name: 'untested-together',
        when: [{ feature: 'integration.smokePassed', missing: true }],
        effect: 'block',
        words: 'The parts were not tested together',
        liftedBy: 'A smoke test',
      },
    ],
  };

  it('is told once, with the parts that run into it', () => {
    expect(decideBundle(input(blocking, sampleBundle())).blockedBy).toEqual([
      {
        gate: 'no-tests',
        words:
          'printer-driver: Nothing is known of tests of windows; kiosk-firmware: Nothing is known of tests of arm',
        liftedBy: 'Test results',
      },
    ]);
  });

  it('blocks the whole for one part, and says which', () => {
    const bundle = sampleBundle();
    bundle.builds[1].riskInputs.tests = [
      {
        os: 'arm',
        total: 1,
        failed: 0,
        skipped: 0,
        flaky: 0,
        durationSeconds: 1,
      },
    ];
    const decision = decideBundle(input(blocking, bundle));
    expect(decision).toMatchObject({ strategy: 'blocked', plan: [] });
    expect(decision.blockedBy[0].words).toBe(
      'printer-driver: Nothing is known of tests of windows',
    );
  });

  it('a smoke test that failed blocks whatever the policy says', () => {
    const decision = decideBundle(
      input(samplePolicy, sampleBundle({ smokePassed: false })),
    );
    expect(openingState(decision)).toMatchObject({
      state: 'blocked',
      reason:
        'Blocked: The smoke test of print-kiosk 2026.47 failed: the parts do not work together.',
    });
  });
});

describe('approvals', () => {
  const policy: Policy = {
    ...bySystem,
    approvals: {
      ...samplePolicy.approvals,
      byBand: { ...samplePolicy.approvals.byBand, high: ['owner', 'sre'] },
    },
    gates: [
      {
        name: 'windows',
        when: [{ feature: 'artifacts.system', is: 'windows' }],
        effect: 'approvals',
        approvals: ['sre', 'security'],
        words: 'It is for Windows',
        liftedBy: 'Nothing',
      },
    ],
  };
  const decision = decideBundle(input(policy, sampleBundle()));

  it('are one list: the owner of each part, SRE and security for the whole', () => {
    expect(decision.approvals.required).toEqual([
      {
        role: 'sre',
        why: 'printer-driver: It is for Windows; The risk is high',
      },
      { role: 'security', why: 'printer-driver: It is for Windows' },
      { role: 'owner', component: DRIVER, why: 'The risk is high' },
      { role: 'owner', component: FIRMWARE, why: 'The risk is high' },
    ]);
  });

  const ask = (
    given: Array<{ role: 'owner'; component: string }>,
    owns: string[],
  ) =>
    whoMayApprove({
      approvals: {
        required: decision.approvals.required,
        given: given.map(seat => ({
          ...seat,
          decision: 'approve',
          by: 'user:default/somebody',
          reason: 'fine',
          at: '2026-11-20T12:10:00Z',
        })),
      },
      person: {
        ref: 'user:default/olga',
        ownershipRefs: owns,
        email: null,
      },
      authors: [],
      componentOwner: 'group:default/kiosk',
      partOwners: {
        [DRIVER]: 'group:default/drivers',
        [FIRMWARE]: 'group:default/firmware',
      },
      groups: { sre: [], security: [] },
      withheld: { approve: null, reject: null },
    });

  it('of one owner do not answer for the owner of another part', () => {
    const given = [{ role: 'owner' as const, component: DRIVER }];
    const answer = ask(given, ['group:default/drivers']);
    expect(answer.approvesSeats).toEqual([]);
    expect(answer.roles).toContainEqual({
      role: 'owner',
      component: FIRMWARE,
      given: false,
      may: false,
      why: `You cannot approve as the owner of ${FIRMWARE}: group:default/firmware owns it, and you are not one of them.`,
    });
    expect(
      outstandingSeats({
        required: decision.approvals.required,
        given: given.map(seat => ({
          ...seat,
          decision: 'approve' as const,
          by: 'user:default/a',
          reason: 'fine',
          at: '2026-11-20T12:10:00Z',
        })),
      }),
    ).toEqual([
      { role: 'sre' },
      { role: 'security' },
      { role: 'owner', component: FIRMWARE },
    ]);
    expect(outstandingRoles(decision.approvals)).toEqual([
      'sre',
      'security',
      'owner',
    ]);
  });

  it('of somebody who owns both parts count for both', () => {
    expect(
      ask([], ['group:default/drivers', 'group:default/firmware'])
        .approvesSeats,
    ).toEqual([
      { role: 'owner', component: DRIVER },
      { role: 'owner', component: FIRMWARE },
    ]);
  });

  it('of the owner of the whole alone count for no part', () => {
    expect(ask([], ['group:default/kiosk'])).toMatchObject({
      approvesSeats: [],
      rejectsAs: null,
    });
  });
});

it('a part says by itself what it says in the bundle', () => {
  const [driver] = input(bySystem, sampleBundle()).parts;
  expect(assess(bySystem, driver)).toMatchObject({
    riskScore: 60,
    band: 'high',
  });
});
