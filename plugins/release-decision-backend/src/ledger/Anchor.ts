import { DsseEnvelope } from '@adaptive-delivery/plugin-release-common';

export type AnchoredRoot = {
  number: number;
  /** RFC 3339, UTC. */
  at: string;
  envelope: DsseEnvelope;
};

/** A place outside of the database that keeps signed roots. */
export interface Anchor {
  /** For people, such as `the file /srv/roots.jsonl`. */
  readonly name: string;
  /**
   * Keeps a root; one that is kept already is left as it is.
   *
   * @throws Error when it cannot be kept, or another one stands in its place.
   */
  keep(root: AnchoredRoot): Promise<void>;
}
