/** Whether a text is the address of a Postgres database. Whoever refuses one should not repeat it: it may hold a password. */
export function isDatabaseUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}
