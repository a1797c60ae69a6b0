import { PolicySourceReport } from '@adaptive-delivery/plugin-release-common';
import { SourceFile } from '../loadBundle';

/** The policy files of one source as they were read at one moment. */
export type Snapshot = {
  files: SourceFile[];
  /** Full commit id; null for what is not in Git. */
  commit: string | null;
};

/** One of the places that the policy bundle is read from. */
export interface PolicySource {
  /** In Git, what identifies it across restarts; null for a local folder. */
  readonly origin: GitOrigin | null;
  /**
   * @param stop ends the reading, which then throws its reason.
   * @throws SourceUnreachableError when it could not be asked, BundleError
   * when what it holds cannot be policy files.
   */
  read(stop?: AbortSignal): Promise<Snapshot>;
  /** As `GET /v1/policy` names it. */
  report(): PolicySourceReport;
  /** When it was last asked, with or without success; null before. */
  lastAskedAt(): Date | null;
}

export type GitOrigin = {
  /** The same for the same repository, ref and folder. */
  id: string;
  /** `<url>, branch <name>[, folder <folder>]` */
  words: string;
};

/** A source did not answer, or not with what was asked for. */
export class SourceUnreachableError extends Error {
  readonly name = 'SourceUnreachableError';
}
