import {
  Policy,
  RiskBand,
  openingState,
  riskDecision,
} from '@adaptive-delivery/plugin-release-common';
import {
  Build,
  Known,
  System,
  decideBuild,
  enforced,
  hugeChange,
  passed,
  readDefaultPolicy,
  wellKnown,
  withFlags,
} from '../__testUtils__/defaultPolicy';

const SYSTEMS: System[] = ['linux', 'windows', 'arm'];
const BANDS: RiskBand[] = ['low', 'medium', 'high', 'critical'];

let policy: Policy;
beforeAll(async () => {
  policy = await readDefaultPolicy();
});

const decide = (build: Build) => decideBuild(enforced(policy), build);

type Row = {
  title: string;
  os: System;
  known: Known;
  signature?: Build['signature'];
  /** How risky it counts as: from this band to that one. */
  bands?: [from: RiskBand, to: RiskBand];
  /** Any unless given. */
  strategy?: string;
  state: string;
  /** Who must approve; whoever that is where it is blocked. */
  roles?: string[];
  blockedBy?: string[];
  onBadVerdict?: string;
};

const vulnerable = (more: object): Known => ({
  vulnerabilities: [{ id: 'CVE-2026-1111', severity: 'high', ...more }],
});

const goesOut: Row[] = [
  {
    title: 'a small, tested change of a Linux service, as a canary',
    os: 'linux',
    known: wellKnown('linux'),
    bands: ['low', 'low'],
    strategy: 'canary',
    state: 'queued',
  },
  {
    title: 'a small, tested, signed change of a Windows service, step by step',
    os: 'windows',
    known: wellKnown('windows'),
    bands: ['low', 'medium'],
    strategy: 'rolling',
    state: 'queued',
  },
  {
    title: 'a small, tested, signed firmware, device cohort by cohort',
    os: 'arm',
    known: wellKnown('arm'),
    bands: ['low', 'medium'],
    strategy: 'rolling',
    state: 'queued',
  },
  {
    title: 'a huge change by a newcomer, more carefully',
    os: 'linux',
    known: { ...wellKnown('linux'), change: hugeChange },
    bands: ['medium', 'high'],
    strategy: 'canary',
    state: 'queued',
  },
  {
    title: 'a Linux service without a signature',
    os: 'linux',
    known: wellKnown('linux'),
    signature: 'none',
    bands: ['low', 'medium'],
    strategy: 'canary',
    state: 'queued',
  },
];

const waits: Row[] = [
  ...SYSTEMS.map(
    (os): Row => ({
      title: `a build for ${os} of which nothing is known`,
      os,
      known: {},
      bands: ['medium', 'critical'],
      state: 'awaitingApproval',
      roles: ['owner', 'security'],
    }),
  ),
  ...SYSTEMS.map(
    (os): Row => ({
      title: `a build for ${os} without a vulnerability scan`,
      os,
      known: { ...wellKnown(os), vulnerabilities: undefined },
      strategy: os === 'linux' ? 'canary' : 'rolling',
      state: 'awaitingApproval',
      roles: ['owner', 'security'],
    }),
  ),
  ...SYSTEMS.map(
    (os): Row => ({
      title: `a build for ${os} without test results`,
      os,
      known: { ...wellKnown(os), tests: undefined },
      strategy: os === 'linux' ? 'canary' : 'rolling',
      state: 'awaitingApproval',
      roles: ['owner'],
    }),
  ),
  {
    title: 'a kernel driver for Windows, as blue/green',
    os: 'windows',
    known: withFlags('windows', { kernelDriver: true }),
    strategy: 'blueGreen',
    state: 'awaitingApproval',
    roles: ['owner', 'sre'],
  },
  {
    title: 'a kernel module for Linux',
    os: 'linux',
    known: withFlags('linux', { kernelDriver: true }),
    strategy: 'canary',
    state: 'awaitingApproval',
    roles: ['owner', 'sre'],
  },
  {
    title: 'a boot loader, as blue/green',
    os: 'arm',
    known: withFlags('arm', { bootloader: true }),
    strategy: 'blueGreen',
    state: 'awaitingApproval',
    roles: ['owner', 'sre'],
  },
  {
    title: 'a firmware that is not signed',
    os: 'arm',
    known: wellKnown('arm'),
    signature: 'none',
    strategy: 'rolling',
    state: 'awaitingApproval',
    roles: ['owner', 'security'],
  },
  {
    title: 'a Windows service that is not signed',
    os: 'windows',
    known: wellKnown('windows'),
    signature: 'none',
    strategy: 'rolling',
    state: 'awaitingApproval',
    roles: ['owner', 'security'],
  },
  {
    title: 'a vulnerability that is exploited, as blue/green',
    os: 'linux',
    known: { ...wellKnown('linux'), ...vulnerable({ kev: true, epss: 0.01 }) },
    strategy: 'blueGreen',
    state: 'awaitingApproval',
    roles: ['owner', 'security'],
  },
  {
    title: 'a database migration; a bad verdict takes it back',
    os: 'linux',
    known: withFlags('linux', { dbMigration: { reversible: true } }),
    strategy: 'canary',
    state: 'awaitingApproval',
    roles: ['owner'],
    onBadVerdict: 'rollback',
  },
  {
    title: 'one that cannot be taken back; a bad verdict freezes it',
    os: 'linux',
    known: withFlags('linux', { dbMigration: { reversible: false } }),
    strategy: 'canary',
    state: 'awaitingApproval',
    roles: ['owner', 'sre'],
    onBadVerdict: 'freeze',
  },
];

const stays: Row[] = SYSTEMS.flatMap((os): Row[] => {
  const blocked = { os, strategy: 'blocked', state: 'blocked' };
  const known = wellKnown(os);
  return [
    {
      ...blocked,
      title: `a build for ${os} with a failed test`,
      known: { ...known, tests: [{ ...passed(os), failed: 1 }] },
      blockedBy: ['failed-tests'],
    },
    {
      ...blocked,
      title: `a build for ${os} whose parts do not work together`,
      known: { ...known, integration: { smokePassed: false } },
      blockedBy: ['failed-integration'],
    },
    {
      ...blocked,
      title: `a build for ${os} with a signature that does not verify`,
      known,
      signature: 'bad',
      blockedBy: ['bad-signature'],
    },
    {
      ...blocked,
      title: `a build for ${os} with a critical vulnerability`,
      known: { ...known, ...vulnerable({ severity: 'critical' }) },
      blockedBy: ['critical-vulnerability'],
    },
    {
      ...blocked,
      title: `a kernel driver for ${os} that is not signed`,
      known: withFlags(os, { kernelDriver: true }),
      signature: 'none',
      blockedBy: ['unsigned-driver'],
    },
    {
      ...blocked,
      title: `a boot loader for ${os} that is not signed`,
      known: withFlags(os, { bootloader: true }),
      signature: 'none',
      blockedBy: ['unsigned-bootloader'],
    },
  ];
});

describe.each([
  ['goes out by itself', goesOut],
  ['goes out only after a person looked', waits],
  ['does not go out, whoever approves', stays],
])('the default policy, enforced: it %s', (_title, rows) => {
  it.each(rows)('$title', row => {
    const decision = decide(row);
    const { required } = decision.approvals;
    expect({
      strategy: decision.strategy,
      state: openingState(decision).state,
      roles: row.blockedBy ? [] : required.map(({ role }) => role).sort(),
      blockedBy: decision.blockedBy.map(({ gate }) => gate),
      onBadVerdict: decision.plan.map(({ onBadVerdict }) => onBadVerdict),
    }).toEqual({
      strategy: row.strategy ?? decision.strategy,
      state: row.state,
      roles: row.roles ?? [],
      blockedBy: row.blockedBy ?? [],
      onBadVerdict: row.blockedBy ? [] : [row.onBadVerdict ?? 'rollback'],
    });
    const [from, to] = row.bands ?? ['low', 'critical'];
    const allowed = BANDS.slice(BANDS.indexOf(from), BANDS.indexOf(to) + 1);
    expect(allowed).toContain(decision.band);
    expect(riskDecision.parse(decision)).toEqual(decision);
  });
});

const critical = {
  ...wellKnown('linux'),
  ...vulnerable({ severity: 'critical' }),
};

it('lets a critical vulnerability go out when a signed statement excuses it, but not on the word of the pipeline', () => {
  const vex = (excused: boolean) => [
    {
      vulnerability: 'CVE-2026-1111',
      excused,
      words: 'The code is not reached.',
    },
  ];
  const known: Known = {
    ...critical,
    ...vulnerable({
      severity: 'critical',
      vex: { status: 'not_affected', signed: true },
    }),
  };
  const state = (build: Build) => openingState(decide(build)).state;
  expect(state({ os: 'linux', known, vex: vex(true) })).toBe('queued');
  expect(state({ os: 'linux', known, vex: vex(false) })).toBe('blocked');
  expect(state({ os: 'linux', known })).toBe('blocked');
});

describe('the default policy, as it is', () => {
  it.each(SYSTEMS)(
    'acts on nothing for %s, and on drivers and boot loaders only after approval',
    os => {
      const mode = (known: Known) =>
        decideBuild(policy, { os, known }).enforcement;
      expect(mode(wellKnown(os))).toBe('shadow');
      expect(mode({})).toBe('shadow');
      expect(mode(withFlags(os, { kernelDriver: true }))).toBe('advisory');
      expect(mode(withFlags(os, { bootloader: true }))).toBe('advisory');
    },
  );

  it('refuses what was rolled back for days, and does not wait for ever for an answer', () => {
    expect(policy.coolDown.hours).toBeGreaterThanOrEqual(24);
    expect(policy.approvals.expireAfterHours).toBeLessThanOrEqual(7 * 24);
  });

  it('says what would lift each gate', () => {
    for (const { liftedBy } of policy.gates) {
      expect(liftedBy).toMatch(/build|approval|signed|signature|scan/i);
    }
  });
});
