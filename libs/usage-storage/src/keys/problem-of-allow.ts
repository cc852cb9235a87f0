/** What is wrong with a list of allowed groups; `undefined` when nothing is. A group of that name need not exist yet. */
export function problemOfAllow(allow: readonly string[]): string | undefined {
  return allow.length === 0 ? 'allow should name at least one model group, got none' : undefined;
}
