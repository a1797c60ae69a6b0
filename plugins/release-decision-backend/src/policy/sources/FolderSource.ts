import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { PolicySourceReport } from '@adaptive-delivery/plugin-release-common';
import { readPolicyFolders } from '../readPolicyFolders';
import { PolicySource, Snapshot } from './PolicySource';

/** A local folder; read anew each time. */
export class FolderSource implements PolicySource {
  readonly origin = null;
  private asked: Date | null = null;

  constructor(
    private readonly folder: string,
    private readonly clock: DomainClock,
  ) {}

  async read(): Promise<Snapshot> {
    this.asked = this.clock.now();
    return { files: await readPolicyFolders([this.folder]), commit: null };
  }

  report(): PolicySourceReport {
    return { kind: 'folder', folder: this.folder };
  }

  lastAskedAt(): Date | null {
    return this.asked;
  }
}
