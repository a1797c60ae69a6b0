import {
  Exposure,
  MetricLabels,
  OperatingSystem,
} from '@adaptive-delivery/plugin-release-common';
import { createExtensionPoint } from '@backstage/backend-plugin-api';

/** What can run on a target: one version, known by its artifacts' digests. */
export type Release = {
  version: string;
  /** Of the artifacts for this target; empty when the target cannot tell. */
  sha256: string[];
};

export type TargetCapabilities = {
  exposures: ReadonlyArray<Exposure['kind']>;
  os: OperatingSystem;
  /** The target is a simulation; every screen says so. */
  simulated: boolean;
};

/** What the target says of itself now. */
export type TargetObservation = {
  stable: Release | null;
  candidate: Release | null;
  /** Share of the target that the candidate has, in percent. */
  percent: number;
  /** Highest epoch the target has accepted; 0 before the first. */
  epoch: number;
  /** Key of the last apply that took effect. */
  lastKey: string | null;
  /** Label matchers that tell the arms apart, beside those of the component. */
  arms: { candidate: MetricLabels; baseline: MetricLabels };
};

/** What the target shall be. */
export type DesiredState =
  /** The candidate beside stable, with this exposure. */
  | { kind: 'expose'; candidate: Release; exposure: Exposure }
  /** The candidate becomes stable and gets everything. */
  | { kind: 'promote'; candidate: Release }
  /** Stable gets everything, the candidate goes. */
  | { kind: 'restore'; candidate: Release };

/** Fence and idempotency of one write. */
export type Fence = {
  /** Raised by every claim of the target; an older one must be refused. */
  epoch: number;
  /** Stable over retries; the target does the same key once. */
  key: string;
  /** Domain time of the write, RFC 3339. */
  at: string;
};

/** The target has accepted a higher epoch: whoever writes with this one must stop. */
export class StaleEpochError extends Error {
  readonly name = 'StaleEpochError';

  constructor(readonly target: string, readonly epoch: number) {
    super(`${target} refused epoch ${epoch}: a newer one holds it`);
  }
}

/**
 * Something a release can be deployed to. Declarative, idempotent by key and
 * fenced by epoch.
 */
export interface DeployTarget {
  capabilities(): Promise<TargetCapabilities>;
  /** @throws Error when the target cannot be asked. */
  observe(): Promise<TargetObservation>;
  /**
   * Makes the target what is desired and returns what it then is.
   *
   * @throws StaleEpochError when a newer epoch holds the target.
   */
  apply(desired: DesiredState, fence: Fence): Promise<TargetObservation>;
}

/** Gives the targets of one driver, the part of a target reference before the colon. */
export interface DeployTargetProvider {
  readonly driver: string;
  /** @param name - the part of the target reference after the colon */
  target(name: string): DeployTarget;
}

export interface DeployTargetExtensionPoint {
  addProvider(provider: DeployTargetProvider): void;
}

export const deployTargetExtensionPoint =
  createExtensionPoint<DeployTargetExtensionPoint>({
    id: 'rollout.deploy-target',
  });
