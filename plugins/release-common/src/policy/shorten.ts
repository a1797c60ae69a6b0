/** At most `max` characters, and never half of one. */
export function shorten(value: string, max: number): string {
  return value.length > max
    ? `${value.slice(0, max - 1).toWellFormed()}…`
    : value;
}
