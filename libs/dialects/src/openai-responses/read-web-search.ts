import { arrayOf, filledString, objectOf, type WireObject } from '../json/guards.js';
import type { WebSearch } from '../neutral/ask.js';
import type { Notes } from '../notes.js';
import { noteLeftovers } from './leftovers.js';

const read: ReadonlySet<string> = new Set(['type', 'filters', 'user_location', 'search_context_size']);
const readFilters: ReadonlySet<string> = new Set(['allowed_domains', 'blocked_domains']);
const readLocation: ReadonlySet<string> = new Set(['type', 'city', 'region', 'country', 'timezone']);

/**
 * A `web_search` tool of any version in neutral words; what else it says is noted.
 * @see https://platform.openai.com/docs/guides/tools-web-search
 */
export function readWebSearch(tool: WireObject, notes: Notes): WebSearch {
  const filters = objectOf(tool['filters']);
  const location = objectOf(tool['user_location']);
  noteLeftovers(tool, read, { path: 'tools[]', notes });
  noteLeftovers(filters, readFilters, { path: 'tools[].filters', notes });
  noteLeftovers(location, readLocation, { path: 'tools[].user_location', notes });
  const place = textsOf(location, ['city', 'region', 'country', 'timezone']);
  const allowedDomains = domainsOf(filters['allowed_domains']);
  const blockedDomains = domainsOf(filters['blocked_domains']);
  const contextSize = filledString(tool['search_context_size']);
  return {
    ...(allowedDomains.length > 0 && { allowedDomains }),
    ...(blockedDomains.length > 0 && { blockedDomains }),
    ...(Object.keys(place).length > 0 && { location: place }),
    ...(contextSize !== undefined && { contextSize }),
  };
}

function domainsOf(domains: unknown): readonly string[] {
  return arrayOf(domains).flatMap((domain) => filledString(domain) ?? []);
}

function textsOf<Name extends string>(
  value: WireObject,
  names: readonly Name[],
): Readonly<Partial<Record<Name, string>>> {
  const texts: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const text = filledString(value[name]);
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}
