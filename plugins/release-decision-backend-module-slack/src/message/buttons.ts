import { z } from 'zod';

export const answers = ['approve', 'reject'] as const;
export type AnswerKind = (typeof answers)[number];

const shown = z.strictObject({
  decisionId: z.uuid(),
  /** Of the decision as the person saw it. */
  revision: z.int().min(0),
});
export type Shown = z.infer<typeof shown>;

const asked = shown.extend({
  decision: z.enum(answers),
  /** Where the person clicked, to be told there. */
  channel: z.string().max(50),
});
export type Asked = z.infer<typeof asked>;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What a button of a message carries. */
export const buttonValue = (value: Shown): string => JSON.stringify(value);

/** Null for what is no button of ours. */
export const parseButtonValue = (value: string): Shown | null =>
  shown.safeParse(parseJson(value)).data ?? null;

/** What the dialog for the reason carries. */
export const dialogMetadata = (value: Asked): string => JSON.stringify(value);

/** Null for what is no dialog of ours. */
export const parseDialogMetadata = (value: string): Asked | null =>
  asked.safeParse(parseJson(value)).data ?? null;
