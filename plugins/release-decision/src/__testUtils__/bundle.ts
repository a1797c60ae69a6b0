import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { sampleDecision } from '@adaptive-delivery/plugin-release-react/testUtils';

export const SERVICE = 'component:default/payments-service';
export const DRIVER = 'component:default/printer-driver';

/** A service and a driver as one bundle, of which the driver is the riskiest. */
export function sampleBundle(
  changes: Partial<DecisionRecord> = {},
): DecisionRecord {
  const single = sampleDecision();
  const { decision, buildInfo, riskInputs } = single;
  const { candidate } = decision;
  const service = {
    component: SERVICE,
    buildId: candidate.buildId,
    version: candidate.version,
    commit: candidate.commit,
    artifacts: candidate.artifacts,
  };
  const driver = {
    component: DRIVER,
    buildId: 'driver-97',
    version: '3.4.0',
    commit: 'd'.repeat(40),
    artifacts: [
      { name: 'driver.cab', os: 'windows' as const, sha256: 'd'.repeat(64) },
    ],
  };
  const [plan] = decision.plan;
  const manifest = {
    manifestId: 'print-kiosk:47',
    name: 'print-kiosk 2026.47',
    sha256: '9'.repeat(64),
  };
  return {
    ...single,
    entityRef: 'system:default/print-kiosk',
    version: '2026.47',
    buildId: manifest.manifestId,
    parts: [service, driver].map(({ component, version }) => ({
      component,
      version,
    })),
    decision: {
      ...decision,
      candidate: {
        ...candidate,
        component: 'system:default/print-kiosk',
        buildId: manifest.manifestId,
        version: '2026.47',
        parts: [service, driver],
        manifest,
      },
      parts: [
        { component: SERVICE, riskScore: 31, band: 'medium' },
        {
          component: DRIVER,
          riskScore: decision.riskScore,
          band: decision.band,
        },
      ],
      plan: [
        { ...plan, component: SERVICE },
        {
          ...plan,
          component: DRIVER,
          os: 'windows',
          target: 'lab:printer-driver',
        },
      ],
      approvals: {
        required: [
          { role: 'owner', component: SERVICE, why: 'The risk is high' },
          { role: 'owner', component: DRIVER, why: 'The risk is high' },
        ],
        given: [
          {
            role: 'owner',
            component: DRIVER,
            decision: 'approve',
            by: 'user:default/dana',
            reason: 'I ran it on the bench',
            at: '2026-11-23T15:00:00Z',
          },
        ],
      },
    },
    bundle: {
      manifest: {
        schemaVersion: '1.0',
        manifestId: manifest.manifestId,
        name: manifest.name,
        createdAt: '2026-11-23T14:59:00Z',
        smokePassed: true,
        parts: [service, driver].map(({ component, buildId, artifacts }) => ({
          component,
          buildId,
          artifacts,
        })),
      },
      builds: [
        { buildInfo, riskInputs },
        {
          buildInfo: {
            ...buildInfo,
            component: DRIVER,
            buildId: driver.buildId,
            version: driver.version,
            commit: driver.commit,
          },
          riskInputs: {
            ...riskInputs,
            component: DRIVER,
            buildId: driver.buildId,
            commit: driver.commit,
          },
        },
      ],
    },
    ...changes,
  };
}
