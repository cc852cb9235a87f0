/** How "unknown" is written in a filter. */
const unknownMark = '~';

/** A filter's value as a URL has it: unknown is `~`, and a value that begins with `~` gets one more. */
export function writeValue(value: string | undefined): string {
  if (value === undefined) return unknownMark;
  return value.startsWith(unknownMark) ? `${unknownMark}${value}` : value;
}

/** The inverse of {@link writeValue}. */
export function readValue(text: string): string | undefined {
  if (text === unknownMark) return undefined;
  return text.startsWith(unknownMark) ? text.slice(1) : text;
}
