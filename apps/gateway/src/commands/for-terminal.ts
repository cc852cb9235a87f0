/** Text as a terminal may show it: it obeys control characters, and reasons and bodies of others may hold some. */
export function forTerminal(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}
