import {
  Gate,
  Policy,
  RiskDecision,
  VexFinding,
} from '@adaptive-delivery/plugin-release-common';
import { sampleSubmission } from '../__testUtils__/samples';
import { CVE } from '../__testUtils__/vex';
import { HeldDecision, refusedByNewerPolicy } from './heldRelease';

const DRIVER = 'component:default/driver';
const FIRMWARE = 'component:default/firmware';

const gate: Gate = {
  name: 'critical',
  when: [{ openVulnerability: [{ severity: 'critical' }] }],
  effect: 'block',
  words: '{vulnerabilities}',
  liftedBy: 'A fix',
};
const newer = {
  policy: {
    policy: { name: 'default', version: '2' },
    gates: [gate],
    vulnerabilities: { unratedCountsAs: 'high', vexMaxAgeDays: 365 },
  } as unknown as Policy,
  digest: 'new',
};

const build = (component: string, isVulnerable: boolean) => {
  const { buildInfo, riskInputs } = sampleSubmission({
    component,
    risk: {
      vulnerabilities: isVulnerable ? [{ id: CVE, severity: 'critical' }] : [],
    },
  });
  return { buildInfo, riskInputs };
};

function bundleOf(
  builds: Array<ReturnType<typeof build>>,
  vex: VexFinding[],
): HeldDecision {
  const decision = {
    candidate: { environment: 'production' },
    policy: { digest: 'old' },
    approvals: { given: [] },
    vex,
  } as unknown as RiskDecision;
  return { ...builds[0], decision, bundle: { builds } };
}

const excuse = (component: string): VexFinding => ({
  vulnerability: CVE,
  component,
  excused: true,
  words: 'the VEX statement says not affected',
});

it.each([
  ['no part is vulnerable', [false, false], [], false],
  ['the second part is', [false, true], [], true],
  ['the one part that is, is excused', [false, true], [FIRMWARE], false],
  [
    'an excuse of one part is not that of another',
    [true, true],
    [DRIVER],
    true,
  ],
  ['each part is excused', [true, true], [DRIVER, FIRMWARE], false],
])('looks at every part of a bundle again: %s', (_, open, excused, refused) => {
  const held = bundleOf(
    [build(DRIVER, open[0]), build(FIRMWARE, open[1])],
    excused.map(excuse),
  );
  expect(refusedByNewerPolicy(held, newer) !== null).toBe(refused);
  expect(refusedByNewerPolicy(held, { ...newer, digest: 'old' })).toBeNull();
});
