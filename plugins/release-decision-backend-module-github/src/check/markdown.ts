import { shorten } from '@adaptive-delivery/plugin-release-common';
import { oneLine } from '@adaptive-delivery/plugin-release-node';

const WORD_JOINER = '\u2060';

/**
 * Text of others as GitHub's Markdown: shown as it is written, on one line,
 * and unable to format, to link, to call anybody, or to end the table it
 * stands in. Backslashes alone do not do: mentions, references and addresses
 * are found in what Markdown made of the text.
 *
 * @param max - characters kept of the text, before it is escaped.
 */
export function quote(value: string, max = 500): string {
  return shorten(oneLine(value), max)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~^]/g, '\\$&')
    .replaceAll('$', '&#36;')
    .replaceAll('@', `@${WORD_JOINER}`)
    .replaceAll('\\#', `\\#${WORD_JOINER}`)
    .replace(/\b(gh)\\-(?=\d)/gi, `$1\\-${WORD_JOINER}`)
    .replaceAll(':', `:${WORD_JOINER}`)
    .replace(/\bwww(?=\\\.)/gi, `www${WORD_JOINER}`)
    .replace(/[0-9a-f]{7,}/gi, run =>
      run.replace(/.{6}(?=.)/g, `$&${WORD_JOINER}`),
    );
}

/** A link; `label` is ours. */
export function link(url: string, label: string): string {
  const address = new URL(url).href
    .replaceAll('(', '%28')
    .replaceAll(')', '%29');
  return `[${label}](${address})`;
}

/** `2026-11-24 14:12 UTC` */
export function time(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime())
    ? quote(iso, 40)
    : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A table, or nothing without rows. Cells are Markdown on one line. */
export function table(
  head: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, index) => (index === 0 ? '---:' : '---'))),
    ...rows.map(line),
  ];
}

/**
 * As many lines as one text may hold. What does not fit is counted, never cut
 * within a line, so that no escape is torn.
 */
export function joinLines(lines: readonly string[], max: number): string {
  const rest = (count: number) => `\n_and ${count} more lines in the portal_`;
  const whole = lines.join('\n');
  if (whole.length <= max) return whole;
  const room = max - rest(lines.length).length - 1;
  let kept = 0;
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > room) break;
    kept++;
  }
  return `${lines.slice(0, kept).join('\n')}\n${rest(lines.length - kept)}`;
}
