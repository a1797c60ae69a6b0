import {
  DeployTarget,
  DeployTargetProvider,
} from '@adaptive-delivery/plugin-release-node';
import { LabClient } from './LabClient';

/** The targets `lab:<name>`. */
export class LabTargetProvider implements DeployTargetProvider {
  readonly driver = 'lab';

  constructor(private readonly client: LabClient) {}

  target(name: string): DeployTarget {
    const { client } = this;
    return {
      capabilities: async () => (await client.target(name)).capabilities,
      observe: async () => (await client.target(name)).observation,
      apply: (desired, fence) => client.apply(name, desired, fence),
    };
  }
}
