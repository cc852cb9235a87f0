/** Cuts a text into what this provider counts as its tokens: a word of up to twelve characters with the blanks before it. */
export function tokenPieces(text: string): readonly string[] {
  return text.match(/\s*\S{1,12}|\s+$/gu) ?? [];
}
