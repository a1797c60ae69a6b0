import { SourceFile } from './loadBundle';

/** The files of a Git source as they were last in force. */
export type KeptPolicy = {
  commit: string;
  files: SourceFile[];
  loadedAt: string;
};

/** Outlives the process, so that a restart does not depend on the remote. */
export interface KeptPolicyStore {
  read(sourceId: string): Promise<KeptPolicy | null>;
  write(sourceId: string, kept: KeptPolicy): Promise<void>;
}
