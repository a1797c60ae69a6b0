const MARK = '\ufffd';

function isUnsafe(code: number) {
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    code === 0x2028 ||
    code === 0x2029 ||
    (code >= 0xd800 && code <= 0xdfff)
  );
}

/**
 * Text from elsewhere (commit messages, answers) without what could steer a
 * terminal or reorder a line: each such character becomes U+FFFD.
 */
export function safeText(value: string): string {
  return Array.from(value, char =>
    isUnsafe(char.codePointAt(0) ?? 0) ? MARK : char,
  ).join('');
}

/**
 * The same, trimmed and cut to what a contract's `text(max)` takes; undefined
 * when nothing is left.
 */
export function contractText(value: string, max: number): string | undefined {
  const tidy = safeText(value.replace(/\s+/g, ' ').trim());
  if (tidy === '') return undefined;
  if (tidy.length <= max) return tidy;
  // a cut must not leave half of a surrogate pair
  const cut = tidy.slice(0, max - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
