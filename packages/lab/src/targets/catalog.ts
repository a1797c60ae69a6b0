import {
  Exposure,
  OperatingSystem,
} from '@adaptive-delivery/plugin-release-common';
import { Release } from '@adaptive-delivery/plugin-release-node';
import { createHash } from 'node:crypto';

/** One thing of the lab that can be released into. */
export type TargetSpec = {
  /** The part of the target reference after `lab:`. */
  name: string;
  /** Name of the catalog component, and value of the label `component`. */
  component: string;
  os: OperatingSystem;
  exposures: ReadonlyArray<Exposure['kind']>;
  simulated: boolean;
  /** What runs before anything was released. */
  initial: Release;
};

function firstRelease(component: string, version: string): Release {
  const digest = createHash('sha256')
    .update(`${component}@${version}`)
    .digest('hex');
  return { version, sha256: [digest] };
}

export const targetSpecs: readonly TargetSpec[] = [
  {
    name: 'payments-service',
    component: 'payments-service',
    os: 'linux',
    exposures: ['weight'],
    simulated: false,
    initial: firstRelease('payments-service', '2.8.3'),
  },
  {
    name: 'kiosk-fleet',
    component: 'kiosk-firmware',
    os: 'arm',
    exposures: ['cohort'],
    simulated: true,
    initial: firstRelease('kiosk-firmware', '5.2.1'),
  },
  {
    name: 'printer-driver',
    component: 'printer-driver',
    os: 'windows',
    exposures: ['slot', 'batch'],
    simulated: true,
    initial: firstRelease('printer-driver', '4.0.6'),
  },
];
