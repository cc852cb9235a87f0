/** The code of a system error, such as `ENOENT`. Not by `instanceof`: inside a test runner there are several Errors. */
export function errorCode(error: unknown): string | undefined {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : undefined;
}
