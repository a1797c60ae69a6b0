import { Candidate } from '@adaptive-delivery/plugin-release-common';
import { aCandidate, aPlan } from '../testing/fixtures';
import { candidateFor } from './candidateFor';
import { nameOf } from './rollout';

const artifact = (name: string, os: 'linux' | 'windows' | 'arm') => ({
  name,
  os,
  sha256: name.padEnd(64, '0'),
});
const DRIVER = 'component:default/printer-driver';
const FIRMWARE = 'component:default/kiosk-firmware';

const driver = {
  component: DRIVER,
  buildId: 'driver-9',
  version: '3.4.0',
  commit: '1'.repeat(40),
  artifacts: [artifact('driver.cab', 'windows')],
};
const firmware = {
  component: FIRMWARE,
  buildId: 'firmware-7',
  version: '5.8.2',
  commit: '2'.repeat(40),
  artifacts: [artifact('sim', 'linux'), artifact('image', 'arm')],
};
const bundle: Candidate = {
  ...aCandidate({
    component: 'system:default/print-kiosk',
    artifacts: [...driver.artifacts, ...firmware.artifacts],
  }),
  parts: [driver, firmware],
  manifest: {
    manifestId: 'print-kiosk:47',
    name: 'print-kiosk 2026.47',
    sha256: '9'.repeat(64),
  },
};

it('of a candidate with several systems, a plan releases one', () => {
  const candidate = aCandidate({
    artifacts: [artifact('a', 'linux'), artifact('b', 'arm')],
  });
  expect(candidateFor(candidate, aPlan({ os: 'arm' }))).toEqual({
    ...candidate,
    artifacts: [artifact('b', 'arm')],
  });
});

it('of a bundle, a plan releases one system of one part, under the name of both', () => {
  const candidate = candidateFor(
    bundle,
    aPlan({ component: FIRMWARE, os: 'arm' }),
  );
  expect(candidate).toEqual({
    ...firmware,
    environment: 'production',
    manifest: bundle.manifest,
    artifacts: [artifact('image', 'arm')],
  });
  expect(nameOf({ entityRef: FIRMWARE, candidate })).toBe(
    'kiosk-firmware 5.8.2 (part of print-kiosk 2026.47)',
  );
});

it.each([
  [DRIVER, 'arm' as const],
  ['component:default/other', 'arm' as const],
  [undefined, 'windows' as const],
])('refuses a plan that is about nothing: %s on %s', (component, os) => {
  const whole = component ? bundle : aCandidate();
  expect(() => candidateFor(whole, aPlan({ component, os }))).toThrow(
    `releases ${os} artifacts of ${component ?? whole.component}`,
  );
});
