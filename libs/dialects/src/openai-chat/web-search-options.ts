import { succeed, type Result } from '@smart-router/core';
import { filledString, objectOf, type WireObject } from '../json/guards.js';
import type { NeutralAsk, WebSearch } from '../neutral/ask.js';
import type { Notes } from '../notes.js';
import { readSearchLocation } from '../read-search-location.js';
import { unsupported } from '../refusals.js';

/**
 * `web_search_options` in neutral words; `undefined` when the caller wants no search.
 * @see https://platform.openai.com/docs/guides/tools-web-search?api-mode=chat
 */
export function readWebSearch(options: unknown): WebSearch | undefined {
  if (!isAsked(options)) return undefined;
  const wire = objectOf(options);
  const contextSize = filledString(wire['search_context_size']);
  const location = readSearchLocation(objectOf(objectOf(wire['user_location'])['approximate']));
  return { ...(contextSize !== undefined && { contextSize }), ...(location !== undefined && { location }) };
}

/** Whether a body's `web_search_options` ask for a search; an empty object does. */
export function isAsked(options: unknown): boolean {
  return typeof options === 'object' && options !== null;
}

/** What callers call their bounds of a search. */
interface BoundFields {
  readonly uses: string;
  readonly allowed: string;
  readonly blocked: string;
}

const usualFields: BoundFields = {
  uses: 'tools[].max_uses',
  allowed: 'tools[].allowed_domains',
  blocked: 'tools[].blocked_domains',
};

const fieldsOf: Readonly<Partial<Record<NeutralAsk['from'], BoundFields>>> = {
  'openai-responses': {
    uses: 'max_tool_calls',
    allowed: 'tools[].filters.allowed_domains',
    blocked: 'tools[].filters.blocked_domains',
  },
};

/** The search as `web_search_options`. Bounds on the pages that may be read must not be lost, so they are refused. */
export function writeWebSearch(search: WebSearch, from: NeutralAsk['from'], notes: Notes): Result<WireObject> {
  const fields = fieldsOf[from] ?? usualFields;
  if (search.allowedDomains !== undefined) return unboundable(fields.allowed);
  if (search.blockedDomains !== undefined) return unboundable(fields.blocked);
  if (search.maxUses !== undefined) notes.dropped(fields.uses, 'Chat bounds no number of searches');
  const { contextSize, location } = search;
  return succeed({
    ...(contextSize !== undefined && { search_context_size: contextSize }),
    ...(location !== undefined && { user_location: { type: 'approximate', approximate: location } }),
  });
}

function unboundable(field: string): Result<never> {
  return unsupported(field, `${field} cannot be carried to a target of openai-chat, whose web search takes no domains`);
}
