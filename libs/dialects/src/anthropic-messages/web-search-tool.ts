import { arrayOf, filledString, integerOf, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { NeutralAsk, WebSearch } from '../neutral/ask.js';
import { callerFields } from '../neutral/caller-fields.js';
import type { MemberPlace } from '../note-lost.js';
import type { Notes } from '../notes.js';
import { readSearchLocation } from '../read-search-location.js';
import { noteMember } from './block-members.js';

/** The name the API gives its web search, in calls and in choices. */
export const webSearchName = 'web_search';

const readMembers: ReadonlySet<string> = new Set([
  ...['type', 'name', 'max_uses', 'allowed_domains', 'blocked_domains', 'user_location'],
]);

/** Whether a tool is the provider's web search, of any version. */
export function isWebSearch(tool: WireObject): boolean {
  return /^web_search_\d{8}$/.test(stringOf(tool['type']) ?? '');
}

/**
 * The web search in neutral words.
 * @see https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/web-search-tool
 */
export function readWebSearch(tool: WireObject, place: MemberPlace): WebSearch {
  for (const [member, value] of Object.entries(tool)) {
    if (!readMembers.has(member)) noteMember(member, value, place);
  }
  const maxUses = integerOf(tool['max_uses']);
  const allowed = arrayOf(tool['allowed_domains']).flatMap((domain) => filledString(domain) ?? []);
  const blocked = arrayOf(tool['blocked_domains']).flatMap((domain) => filledString(domain) ?? []);
  const location = readSearchLocation(objectOf(tool['user_location']));
  return {
    ...(maxUses !== undefined && { maxUses }),
    ...(allowed.length > 0 && { allowedDomains: allowed }),
    ...(blocked.length > 0 && { blockedDomains: blocked }),
    ...(location !== undefined && { location }),
  };
}

/** The web search as a tool: the version every model with a web search takes. */
export function writeWebSearch(search: WebSearch, from: NeutralAsk['from'], notes: Notes): WireObject {
  if (search.contextSize !== undefined && search.contextSize !== 'medium') {
    notes.dropped(callerFields[from].searchContextSize, 'the web search of this dialect has no context size');
  }
  const { location, maxUses } = search;
  return {
    type: 'web_search_20250305',
    name: webSearchName,
    ...(maxUses !== undefined && { max_uses: maxUses }),
    ...writeDomains(search),
    ...(location !== undefined && { user_location: { type: 'approximate', ...location } }),
  };
}

/** The API takes one of the two lists; a list of what is allowed says it all once the blocked are taken out. */
function writeDomains({ allowedDomains, blockedDomains }: WebSearch): WireObject {
  if (allowedDomains === undefined) return blockedDomains === undefined ? {} : { blocked_domains: blockedDomains };
  const allowed = allowedDomains.filter((domain) => blockedDomains?.includes(domain) !== true);
  return { allowed_domains: allowed };
}
