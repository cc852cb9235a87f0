import type { WebSearch } from '../neutral/ask.js';

/** The `web_search` tool. How often it may be used is said beside the tools, in `max_tool_calls`. */
export function writeWebSearch({ allowedDomains, blockedDomains, location, contextSize }: WebSearch): object {
  const filters = {
    ...(allowedDomains !== undefined && { allowed_domains: allowedDomains }),
    ...(blockedDomains !== undefined && { blocked_domains: blockedDomains }),
  };
  return {
    type: 'web_search',
    ...(Object.keys(filters).length > 0 && { filters }),
    ...(location !== undefined && { user_location: { type: 'approximate', ...location } }),
    ...(contextSize !== undefined && { search_context_size: contextSize }),
  };
}
