import { Knex } from 'knex';
import { Post } from './PostStore';

export type PostRow = {
  key: string;
  decision_id: string;
  channel: string;
  ts: string | null;
  revision: number;
  attempt: number;
  uncertain: boolean;
  first_tried_at: number | Knex.Raw;
  claimed_until: number | Knex.Raw;
};

/** Null until Slack is known to have the message. */
export function toPost(row: PostRow): Post | null {
  const { channel, ts, revision } = row;
  return ts === null ? null : { channel, ts, revision };
}
