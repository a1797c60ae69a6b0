/** What shall be posted once. */
export type Intent = {
  /** Stable: one message per key. */
  key: string;
  decisionId: string;
  channel: string;
};

/** A message that Slack has. */
export type Post = {
  channel: string;
  ts: string;
  /** Of the decision, as the message shows it; -1 when that is not known. */
  revision: number;
};

/**
 * What comes of an intent to post:
 *
 *     posted   it was posted before
 *     busy     somebody else is posting it, or nobody knows yet whether
 *              Slack took it; ask again later
 *     claimed  post it now; first look for it in Slack when it is uncertain
 *
 * The intent is written before anything is sent, so that a crash between
 * posting and storing leaves `uncertain` behind.
 */
export type Claim =
  | { kind: 'posted'; post: Post }
  | { kind: 'busy' }
  | {
      kind: 'claimed';
      channel: string;
      attempt: number;
      uncertain: boolean;
      /** Milliseconds since 1970 of the database's clock. */
      firstTriedAt: number;
    };

export interface PostStore {
  /** The post under a key; null when there is none, `pending` while it is not known. */
  find(key: string): Promise<Post | 'pending' | null>;
  claim(intent: Intent, leaseMs: number): Promise<Claim>;
  /** False when the claim was lost to a later attempt. */
  posted(
    key: string,
    attempt: number,
    post: Omit<Post, 'channel'>,
  ): Promise<boolean>;
  /** The attempt certainly did not post. */
  notPosted(key: string, attempt: number): Promise<void>;
  /** Nobody knows whether the attempt posted; it is looked up after `settleMs`. */
  unsure(key: string, attempt: number, settleMs: number): Promise<void>;
  /** The message shows this revision now. */
  shown(key: string, revision: number): Promise<void>;
  /** The message is gone from Slack. */
  forget(key: string): Promise<void>;
}
