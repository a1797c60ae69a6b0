import { FaultProfile } from '../targets/faults';

/** What a service process is started with, as JSON in its first argument. */
export type ServiceStart = {
  component: string;
  version: string;
  faults: FaultProfile;
};

/** World to service. */
export type ServiceOrder =
  | { kind: 'faults'; faults: FaultProfile }
  | { kind: 'drain' };

/** Service to world, once it has warmed up and listens. */
export type ServiceReady = { kind: 'ready'; port: number };
