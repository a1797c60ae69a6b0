/** How one Git source is configured. */
export type GitSettings = {
  /** `adaptiveDelivery.policy.sources[n].git`, for words about it. */
  key: string;
  /** https (http on this machine) without a slash at the end, or a path. */
  url: string;
  ref: { kind: 'branch' | 'tag'; name: string };
  /** Slash-separated path in the repository; null for its top. */
  folder: string | null;
  credentials: { username: string; token: string } | null;
  /** Seconds between two looks for a newer commit. */
  pollSeconds: number;
  /** Seconds that one look may take in all. */
  timeoutSeconds: number;
};

export const isRemote = ({ url }: GitSettings) => /^https?:\/\//.test(url);

export const fullRef = ({ ref }: GitSettings) =>
  `refs/${ref.kind === 'tag' ? 'tags' : 'heads'}/${ref.name}`;

export const refWords = ({ ref }: GitSettings) => `${ref.kind} ${ref.name}`;

/** Enough of a commit id for people. */
export const shortCommit = (commit: string) => commit.slice(0, 12);
