import { oneLine } from '@adaptive-delivery/plugin-release-node';

export const answers = ['approve', 'reject'] as const;
export type AnswerKind = (typeof answers)[number];

/** What a comment asks for, as it was written. */
export type Command = {
  decision: AnswerKind;
  /** Beginning of the decision's id, at least 8 characters. */
  idPrefix: string;
  /** Of the decision as the person saw it. */
  revision: number;
  reason: string;
};

const BEGIN = /^\/release(?=\s|$)/i;
const WHOLE =
  /^\/release\s+(approve|reject)\s+([0-9a-f-]{8,36})\.(\d{1,9})(?:\s+([\s\S]*))?$/i;

/** Names a decision as a person saw it: `1a2b3c4d.3`. */
export const codeOf = (record: { id: string; revision: number }) =>
  `${record.id.slice(0, 8)}.${record.revision}`;

/** What to write to answer a decision as it is now. */
export const commandsFor = (record: { id: string; revision: number }) => ({
  approve: `/release approve ${codeOf(record)} <reason>`,
  reject: `/release reject ${codeOf(record)} <reason>`,
});

/**
 * Reads `/release approve|reject <code> <reason>` from a comment that begins
 * with it; the rest of the comment is the reason. Null for other comments,
 * `malformed` for one that means us but cannot be taken.
 */
export function parseCommand(body: string): Command | 'malformed' | null {
  const text = body.trim();
  if (!BEGIN.test(text)) return null;
  const [, decision, idPrefix, revision, rest] = WHOLE.exec(text) ?? [];
  const reason = oneLine(rest ?? '');
  const known = answers.find(kind => kind === decision?.toLowerCase());
  if (!known || !reason || reason === '<reason>') return 'malformed';
  return {
    decision: known,
    idPrefix: idPrefix.toLowerCase(),
    revision: Number(revision),
    reason,
  };
}
