/** An error in one line: its message, or its code where the message is empty, as with refused connections. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'no reason given';
  return (message || code).split('\n')[0] ?? '';
}
