import {
  BuildInfo,
  Policy,
  RiskInputs,
  checkGates,
} from '@adaptive-delivery/plugin-release-common';
import path from 'node:path';
import { tested } from '../__testUtils__/calls';
import { sampleSubmission } from '../__testUtils__/samples';
import { loadBundle } from './loadBundle';
import { readPolicyFolders } from './readPolicyFolders';

const DEFAULT = path.resolve(__dirname, '../../../../policies/default');

let policy: Policy;
beforeAll(async () => {
  policy = loadBundle(await readPolicyFolders([DEFAULT])).policy;
});

type System = BuildInfo['artifacts'][0]['os'];
type Evidence = {
  os?: System;
  signature?: BuildInfo['artifacts'][0]['signature'];
  risk?: Partial<RiskInputs>;
};

/** Gates that a candidate runs into: nothing else is wrong with it. */
function gatesFor({ os = 'linux', risk, signature }: Evidence): string[] {
  const submission = sampleSubmission({
    os,
    signature: signature ?? { kind: 'cosign', verified: true },
    risk: {
      ...tested,
      flags: { kernelDriver: false, bootloader: false },
      ...risk,
    },
  });
  return policy.gates
    .filter(gate => {
      const { blockedBy, approvals } = checkGates(
        { gates: [gate] },
        { submission },
      );
      return blockedBy.length + approvals.length > 0;
    })
    .map(({ name }) => name);
}

const vulnerable = (
  more: Partial<NonNullable<RiskInputs['vulnerabilities']>[0]>,
): Evidence => ({
  risk: {
    vulnerabilities: [{ id: 'CVE-2026-1', severity: 'medium', ...more }],
  },
});
const flags = (known: RiskInputs['flags']) => ({ flags: known });
const unsigned = { kind: 'none', verified: false } as const;
const CRITICAL = ['critical-vulnerability'];
const EXPLOITED = ['exploited-vulnerability'];
const UNRATED = ['unrated-vulnerability'];

const table: Array<[string, Evidence, string[]]> = [
  ['a good candidate', {}, []],
  [
    'no scan',
    { risk: { vulnerabilities: undefined } },
    ['no-vulnerability-scan'],
  ],
  ['a medium one', vulnerable({ cvss: 6.9, epss: 0.9 }), []],
  ['critical', vulnerable({ severity: 'critical', epss: 0 }), CRITICAL],
  [
    'CVSS 9 that is called low',
    vulnerable({ severity: 'low', cvss: 9, epss: 0 }),
    CRITICAL,
  ],
  [
    'CVSS 9 without a severity',
    vulnerable({ severity: 'unknown', cvss: 9, epss: 0 }),
    CRITICAL,
  ],
  ['CVSS 8.9, hardly exploited', vulnerable({ cvss: 8.9, epss: 0.099 }), []],
  ['CVSS 7, EPSS 0.1', vulnerable({ cvss: 7, epss: 0.1 }), EXPLOITED],
  ['high, EPSS 0.1', vulnerable({ severity: 'high', epss: 0.1 }), EXPLOITED],
  ['low, but exploited', vulnerable({ severity: 'low', kev: true }), EXPLOITED],
  ['CVSS 7 without EPSS', vulnerable({ cvss: 7 }), UNRATED],
  ['high without EPSS', vulnerable({ severity: 'high' }), UNRATED],
  ['nothing known of it', vulnerable({ severity: 'unknown' }), UNRATED],
  [
    'nothing but EPSS',
    vulnerable({ severity: 'unknown', epss: 0.01 }),
    UNRATED,
  ],
  [
    'a failed test',
    { risk: { tests: [{ ...tested.tests[0], failed: 1 }] } },
    ['failed-tests'],
  ],
  ['no tests', { risk: { tests: undefined } }, ['no-test-results']],
  [
    'failed integration',
    { risk: { integration: { smokePassed: false } } },
    ['failed-integration'],
  ],
  [
    'a bad signature',
    { signature: { kind: 'cosign', verified: false } },
    ['bad-signature'],
  ],
  ['unsigned on Linux', { signature: unsigned }, []],
  [
    'unsigned on Windows',
    { os: 'windows', signature: unsigned },
    ['unsigned-windows-artifact'],
  ],
  [
    'unsigned on a device',
    { os: 'arm', signature: unsigned },
    ['unsigned-firmware'],
  ],
  ['a driver', { risk: flags({ kernelDriver: true }) }, ['kernel-driver']],
  [
    'an unsigned driver',
    { risk: flags({ kernelDriver: true }), signature: unsigned },
    ['unsigned-driver', 'kernel-driver'],
  ],
  ['a boot loader', { risk: flags({ bootloader: true }) }, ['bootloader']],
  [
    'an unsigned boot loader',
    { risk: flags({ bootloader: true }), signature: unsigned },
    ['unsigned-bootloader', 'bootloader'],
  ],
  [
    'a driver or not, on Windows',
    { os: 'windows', risk: flags({}) },
    ['unknown-driver'],
  ],
  [
    'a boot loader or not, on a device',
    { os: 'arm', risk: { flags: undefined } },
    ['unknown-bootloader'],
  ],
  ['either, on Linux', { risk: { flags: undefined } }, []],
  [
    'a migration',
    { risk: flags({ dbMigration: { reversible: true } }) },
    ['database-migration'],
  ],
  [
    'a migration for good',
    { risk: flags({ dbMigration: { reversible: false } }) },
    ['irreversible-migration'],
  ],
];

it.each(table)('%s', (_, evidence, gates) => {
  expect(gatesFor(evidence)).toEqual(gates);
});

it('has no gate that this table does not reach', () => {
  const reached = new Set(table.flatMap(([, , gates]) => gates));
  expect(
    policy.gates.map(({ name }) => name).filter(n => !reached.has(n)),
  ).toEqual([]);
});

it('says with each gate what would lift it', () => {
  for (const { name, liftedBy } of policy.gates) {
    expect({ name, says: liftedBy.length > 20 }).toEqual({ name, says: true });
  }
});

it('freezes a bad verdict about a migration for good', () => {
  expect(policy.onBadVerdict.rules).toContainEqual({
    when: [{ feature: 'flags.irreversibleMigration', is: true }],
    do: 'freeze',
  });
});

it('names file, line and key of a freeze window whose zone does not exist', () => {
  const yaml = [
    'freezeWindows:',
    '  - name: weekend',
    '    why: Nobody is there',
    '    timeZone: Europe/Berlino',
    '    weekly: { from: Fri 16:00, until: Mon 06:00 }',
  ].join('\n');
  expect(() =>
    loadBundle([{ path: 'freeze.yaml', location: 'p/freeze.yaml', yaml }]),
  ).toThrow(
    'p/freeze.yaml:4:5: freezeWindows[0].timeZone: "Europe/Berlino" is not a time zone; write an IANA name such as Europe/Berlin or UTC',
  );
});
