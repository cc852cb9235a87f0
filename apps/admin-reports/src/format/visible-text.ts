/** Characters that act instead of being seen: controls, and those that turn the direction of what follows. */
export const actingCharacters = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu;

/** Text of strangers, in which nothing can act on the page, the terminal or the file that shows it. */
export function visibleText(text: string): string {
  return text.replace(actingCharacters, '\ufffd');
}
