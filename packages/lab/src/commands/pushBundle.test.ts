import {
  BundleSubmission,
  DecisionRecord,
  DecisionSummary,
  bundleSubmission,
  decideBundle,
  openingState,
  parseWith,
  partsOfBundle,
  placesOf,
  systemsOf,
} from '@adaptive-delivery/plugin-release-common';
import { RemoteError } from '@adaptive-delivery/plugin-release-node';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { labEntities, labPolicy } from '../__testUtils__/repository';
import { BUNDLE_SYSTEM, pushBundle, tellBundle } from './pushBundle';
import { ReleaseLog } from './ReleaseLog';

const folder = createMockDirectory();
const entities = labEntities();
const policy = labPolicy();

/** Decides as the portal of the lab does. */
function decided(bundle: BundleSubmission) {
  return decideBundle({
    manifest: bundle.manifest,
    manifestDigest: 'e'.repeat(64),
    parts: partsOfBundle(bundle).map(submission => {
      const { component } = submission.buildInfo;
      const entity = entities.find(
        ({ metadata }) => metadata.name === component.split('/')[1],
      );
      if (!entity) throw new Error(`the catalog has no ${component}`);
      return {
        submission,
        places: placesOf({
          entity,
          environment: 'production',
          systems: systemsOf(submission.buildInfo),
        }),
      };
    }),
    contentDigest: 'c'.repeat(64),
    policy,
    policyDigest: 'd'.repeat(64),
    now: new Date(),
    decisionId: '6a6f0c1e-7c1b-4f0a-9a52-2b6a7c1d9e10',
  });
}

async function push(
  submitBundle: (bundle: BundleSubmission) => Promise<DecisionRecord>,
  earlier: Partial<DecisionSummary>[] = [],
) {
  folder.clear();
  const said: string[] = [];
  const registered: string[] = [];
  const record = await pushBundle(
    { storeFolder: folder.path, timeoutMs: 5_000 },
    {
      portal: {
        decisions: async () => earlier as DecisionSummary[],
        submitBundle,
      },
      world: {
        target: async () => ({
          capabilities: {
            exposures: [],
            os: 'linux' as const,
            simulated: true,
          },
          observation: {
            stable: { version: '5.1.0', sha256: [] },
            candidate: null,
            percent: 0,
            epoch: 1,
            lastKey: null,
            arms: { candidate: {}, baseline: {} },
          },
        }),
        registerArtifact: async sha256 => {
          registered.push(sha256);
        },
      },
      log: await ReleaseLog.open(folder.resolve('releases.json')),
      say: line => said.push(line),
    },
  );
  return { record, said, registered };
}

it('submits driver and firmware as one, which waits for the owner of each', async () => {
  let taken: BundleSubmission | undefined;
  const { record, registered } = await push(async bundle => {
    taken = parseWith(bundleSubmission, 'body', bundle);
    const decision = decided(taken);
    return {
      decision,
      riskScore: decision.riskScore,
      band: decision.band,
      enforcement: decision.enforcement,
      stateReason: openingState(decision).reason,
      parts: decision.candidate.parts,
    } as unknown as DecisionRecord;
  });
  expect(taken?.manifest.component).toBe(BUNDLE_SYSTEM);
  expect(
    entities.some(
      ({ kind, metadata }) =>
        kind === 'System' && metadata.name === BUNDLE_SYSTEM.split('/')[1],
    ),
  ).toBe(true);
  expect(registered).toEqual(
    record.decision.candidate.artifacts.map(({ sha256 }) => sha256),
  );
  expect(openingState(record.decision).state).toBe('awaitingApproval');
  expect(
    record.decision.approvals.required.flatMap(({ component }) =>
      component ? [component] : [],
    ),
  ).toEqual([
    'component:default/printer-driver',
    'component:default/kiosk-firmware',
  ]);
  const said = tellBundle(record, 'http://localhost:7007').join('\n');
  expect(said).toMatch(/printer-driver 5\.2\.0: \w+ onto lab:printer-driver/);
  expect(said).toMatch(/kiosk-firmware 5\.2\.0: \w+ onto lab:kiosk-fleet/);
});

it('goes on from the version that a part had in an earlier bundle', async () => {
  const { said } = await push(
    async () => ({} as DecisionRecord),
    [
      {
        version: '2026.612',
        state: 'promoted',
        parts: [
          { component: 'component:default/printer-driver', version: '7.3.0' },
          { component: 'component:default/kiosk-firmware', version: '8.0.0' },
        ],
      },
    ],
  );
  expect(said.join('\n')).toMatch(
    /printer-driver-7\.4\.0[\s\S]*kiosk-firmware-8\.1\.0/,
  );
});

it('says why it was refused', async () => {
  await expect(
    push(async () => {
      throw new RemoteError('release-decision', 409, 'it is quarantined');
    }),
  ).rejects.toMatchObject({
    name: 'ReleaseProblem',
    exitCode: 3,
    message: expect.stringMatching(/^print-kiosk \d+\.\d+ was refused: /),
  });
});
