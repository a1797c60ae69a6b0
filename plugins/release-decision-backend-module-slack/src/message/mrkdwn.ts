import { shorten } from '@adaptive-delivery/plugin-release-common';
import { oneLine } from '@adaptive-delivery/plugin-release-node';
import type { MrkdwnElement, PlainTextElement } from '@slack/types';

/** Characters Slack takes, from the reference of Block Kit. */
export const LIMITS = {
  text: 3000,
  /** Of ours, for one list: Slack also bounds all blocks of a message together. */
  list: 1400,
  header: 150,
  button: 75,
  modalTitle: 24,
} as const;

const WORD_JOINER = '\u2060';

/**
 * Text of others as mrkdwn: shown as it is written, on one line, and unable to
 * call anybody, to link, or to end the code it stands in.
 *
 * @param max - characters kept of the text, before it is escaped.
 */
export function quote(value: string, max = 500): string {
  return shorten(oneLine(value), max)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('`', "'")
    .replace(/@(?=here|channel|everyone|group)/gi, `@${WORD_JOINER}`);
}

/** A link; `label` is quoted. */
export function link(url: string, label: string): string {
  const address = new URL(url).href
    .replaceAll('&', '&amp;')
    .replaceAll('<', '%3C')
    .replaceAll('>', '%3E')
    .replaceAll('|', '%7C');
  return `<${address}|${quote(label).replaceAll('|', '/')}>`;
}

/** A time in the reader's own zone. */
export function localTime(iso: string): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  return Number.isFinite(seconds)
    ? `<!date^${seconds}^{date_short_pretty} {time}|${quote(iso, 40)}>`
    : quote(iso, 40);
}

/**
 * As many lines as one text may hold. What does not fit is counted, never cut
 * within a line, so that no escape is torn.
 */
export function joinLines(
  lines: readonly string[],
  max: number = LIMITS.text,
): string {
  const rest = (count: number) => `_and ${count} more in the portal_`;
  const room = max - rest(lines.length).length - 1;
  let text = '';
  for (const [index, line] of lines.entries()) {
    const longer = text ? `${text}\n${line}` : line;
    const isLast = index === lines.length - 1;
    if (longer.length > (isLast ? max : room)) {
      return text
        ? `${text}\n${rest(lines.length - index)}`
        : rest(lines.length - index);
    }
    text = longer;
  }
  return text;
}

/** `verbatim`: Slack must not find names and channels in it by itself. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

export function plain(text: string, max: number): PlainTextElement {
  return {
    type: 'plain_text',
    text: shorten(oneLine(text), max),
    emoji: false,
  };
}
