import type { HeaderReader } from './call-upstream.js';

const maxLength = 128;

/**
 * How a provider names a call: what its support asks for, and, of a router, the id of its own row.
 * @see https://platform.openai.com/docs/api-reference/debugging-requests and https://docs.anthropic.com/en/api/errors#request-id
 */
export function upstreamRequestId(header: HeaderReader): string | undefined {
  const id = header('x-request-id') ?? header('request-id');
  return id === undefined || !/^[!-~]+$/.test(id) ? undefined : id.slice(0, maxLength);
}
