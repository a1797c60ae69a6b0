import { Policy } from '../policy/schema';

/** One of the places that the policy bundle is read from. */
export type PolicySourceReport =
  | { kind: 'folder'; folder: string }
  | {
      kind: 'git';
      /** Address of the repository, or its path, as it was configured. */
      url: string;
      /** `branch main` or `tag v3`. */
      ref: string;
      /** Folder in the repository; null for its top. */
      folder: string | null;
    };

/** Why a newer bundle could not be taken; the last good one stays in force. */
export type PolicyFaultReport = {
  /** `unreachable`: it could not be fetched. `invalid`: it cannot be used. */
  kind: 'unreachable' | 'invalid';
  message: string;
  since: string;
  /** The commit that is not valid; null when it is not known or not in Git. */
  commit: string | null;
};

/** Answer of `GET /v1/policy`: the bundle in force and where it is from. */
export type PolicyReport = {
  name: string;
  version: string;
  digest: string;
  loadedAt: string;
  /** When the sources were last asked for something newer, with or without success. */
  lastCheckedAt: string;
  /** Later ones win. */
  sources: PolicySourceReport[];
  /** Full id of the commit in force, as decisions name it; null without a Git source. */
  commit: string | null;
  /** The files as they were read. */
  files: Array<{ path: string; yaml: string }>;
  /** The bundle that they make. */
  bundle: Policy;
  fault: PolicyFaultReport | null;
};
