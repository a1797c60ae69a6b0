import { z } from 'zod';
import {
  AnswerKind,
  Asked,
  DIALOG,
  REASON,
  Shown,
  answers,
  parseButtonValue,
  parseDialogMetadata,
} from '../message';

const short = z.string().min(1).max(200);
const clickPayload = z.object({
  type: z.literal('block_actions'),
  trigger_id: short,
  user: z.object({ id: short }),
  channel: z.object({ id: short }),
  actions: z
    .array(z.object({ action_id: short, value: z.string().optional() }))
    .min(1),
});
const submissionPayload = z.object({
  type: z.literal('view_submission'),
  user: z.object({ id: short }),
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({
      values: z.object({
        [REASON]: z
          .object({ [REASON]: z.object({ value: z.string().nullish() }) })
          .optional(),
      }),
    }),
  }),
});

/** Somebody pressed a button of a decision's message. */
export type Click = {
  kind: 'click';
  triggerId: string;
  user: string;
  channel: string;
  shown: Shown;
  decision: AnswerKind;
};

/** Somebody gave the reason and sent the dialog. */
export type DialogAnswer = {
  kind: 'answer';
  user: string;
  asked: Asked;
  reason: string;
};

export type Interaction = Click | DialogAnswer;

const decisionOf = (actionId: string) =>
  answers.find(answer => actionId === `release-${answer}`);

function toClick(payload: z.infer<typeof clickPayload>): Click | null {
  const [{ action_id, value }] = payload.actions;
  const decision = decisionOf(action_id);
  const shown = parseButtonValue(value ?? '');
  return decision && shown
    ? {
        kind: 'click',
        triggerId: payload.trigger_id,
        user: payload.user.id,
        channel: payload.channel.id,
        shown,
        decision,
      }
    : null;
}

function toAnswer(
  payload: z.infer<typeof submissionPayload>,
): DialogAnswer | null {
  const { callback_id, private_metadata, state } = payload.view;
  const asked = parseDialogMetadata(private_metadata);
  return callback_id === DIALOG && asked
    ? {
        kind: 'answer',
        user: payload.user.id,
        asked,
        reason: state.values[REASON]?.[REASON].value ?? '',
      }
    : null;
}

/**
 * Reads the signed body: a form whose one field `payload` is JSON.
 *
 * @returns null for what this module did not ask for, such as another type of
 * interaction or a button of another app's message.
 * @throws SyntaxError when it is not the form Slack sends.
 */
export function readInteraction(body: Uint8Array): Interaction | null {
  const fields = new URLSearchParams(Buffer.from(body).toString('utf8'));
  const payloads = fields.getAll('payload');
  if (payloads.length !== 1) {
    throw new SyntaxError('The body is not a form with one field payload');
  }
  const json: unknown = JSON.parse(payloads[0]);
  const click = clickPayload.safeParse(json);
  if (click.success) return toClick(click.data);
  const submission = submissionPayload.safeParse(json);
  return submission.success ? toAnswer(submission.data) : null;
}
