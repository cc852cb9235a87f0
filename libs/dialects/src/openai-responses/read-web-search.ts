import { arrayOf, filledString, objectOf, type WireObject } from '../json/guards.js';
import type { WebSearch } from '../neutral/ask.js';
import type { Notes } from '../notes.js';
import { readSearchLocation } from '../read-search-location.js';
import { noteMembers } from './note-members.js';

const members: ReadonlySet<string> = new Set(['type', 'filters', 'user_location', 'search_context_size']);
const filterMembers: ReadonlySet<string> = new Set(['allowed_domains', 'blocked_domains']);
const locationMembers: ReadonlySet<string> = new Set(['type', 'city', 'region', 'country', 'timezone']);

/**
 * A `web_search` tool of any version in neutral words; what else it says is noted.
 * @see https://platform.openai.com/docs/guides/tools-web-search
 */
export function readWebSearch(tool: WireObject, notes: Notes): WebSearch {
  const filters = objectOf(tool['filters']);
  const location = objectOf(tool['user_location']);
  noteMembers(tool, members, { field: 'tools[]', notes });
  noteMembers(filters, filterMembers, { field: 'tools[].filters', notes });
  noteMembers(location, locationMembers, { field: 'tools[].user_location', notes });
  const place = readSearchLocation(location);
  const allowedDomains = domainsOf(filters['allowed_domains']);
  const blockedDomains = domainsOf(filters['blocked_domains']);
  const contextSize = filledString(tool['search_context_size']);
  return {
    ...(allowedDomains.length > 0 && { allowedDomains }),
    ...(blockedDomains.length > 0 && { blockedDomains }),
    ...(place !== undefined && { location: place }),
    ...(contextSize !== undefined && { contextSize }),
  };
}

function domainsOf(domains: unknown): readonly string[] {
  return arrayOf(domains).flatMap((domain) => filledString(domain) ?? []);
}
