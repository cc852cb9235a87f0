import { objectOf, stringOf } from '../json/guards.js';
import { isWrapped } from '../neutral/wrap-proof.js';

/** How ids of searches begin that a provider of another dialect ran; they fit the API's pattern for such ids. */
export const searchIdPrefix = 'srvtoolu_rtp1_';

/**
 * Whether a block or a citation was put into an answer by this router, to show what a provider of another dialect said:
 * sealed thinking, searches, sources. Providers of this dialect would refuse them as not their own.
 */
export function isRouterMade(part: unknown): boolean {
  const { type, signature, data, id, tool_use_id, encrypted_index } = objectOf(part);
  switch (type) {
    case 'thinking':
      return isSealed(signature);
    case 'redacted_thinking':
      return isSealed(data);
    case 'server_tool_use':
      return startsWith(id, searchIdPrefix);
    case 'web_search_tool_result':
      return startsWith(tool_use_id, searchIdPrefix);
    case 'web_search_result_location':
      return isSealed(encrypted_index);
    default:
      return false;
  }
}

function isSealed(word: unknown): boolean {
  return isWrapped(stringOf(word) ?? '');
}

function startsWith(word: unknown, prefix: string): boolean {
  return stringOf(word)?.startsWith(prefix) === true;
}
