/** An error in one line: its message, or its code where the message is empty, as with refused connections. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { message, code } = error as { readonly message?: unknown; readonly code?: unknown }; // any object may lack both
  return String(message || code || 'no reason given').split('\n')[0] ?? '';
}
