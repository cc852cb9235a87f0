/** How connections fail, in the words of the system. */
const systemCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'],
]);

/**
 * A server that cannot be connected to (08, 28, 3D000), has no room (53), ends or begins (57P), fails itself (58), or was too
 * slow (57014, 55P03). @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const serverCodes = /^(?:(?:08|28|53|58)[0-9A-Z]{3}|57P[0-9A-Z]{2})$|^(?:3D000|57014|55P03)$/;

/** What pg tells of connections by words alone. */
const words = /^(?:Connection terminated|timeout e|Query read timeout$)|is not queryable$/;

/** Whether an error says that the database cannot be reached or does not answer in time; anything else is a bug, or bad data. */
export function isDatabaseAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }; // any object may lack them
  if (typeof code === 'string') return systemCodes.has(code) || serverCodes.test(code);
  return typeof message === 'string' && words.test(message);
}
