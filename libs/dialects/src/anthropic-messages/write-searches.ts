import type { WireObject } from '../json/guards.js';
import type { BlockStart, Citation } from '../neutral/events.js';
import { shortHash } from '../short-hash.js';
import { noProof } from './no-proof.js';
import { searchIdPrefix } from './router-made.js';
import { webSearchName } from './web-search-tool.js';

/** A search some provider ran, as this dialect shows it. */
export interface WrittenSearch {
  /** The call, as its start shows it: without its input. */
  readonly call: WireObject;
  readonly input: WireObject;
  /** Providers of other dialects do not tell all they found; what an answer rests on stands at its text. */
  readonly result: WireObject;
}

/** The search as call and result; `place` tells it from the other blocks of the answer. */
export function writeSearch(start: Extract<BlockStart, { readonly kind: 'web-search' }>, place: string): WrittenSearch {
  const id = `${searchIdPrefix}${shortHash(place)}${shortHash(start.id ?? '')}`;
  const caller = { type: 'direct' };
  return {
    call: { type: 'server_tool_use', id, name: webSearchName, input: {}, caller },
    input: start.query === undefined ? {} : { query: start.query },
    result: { type: 'web_search_tool_result', tool_use_id: id, content: [], caller },
  };
}

/** A source. The index by which the API finds its own again is marked as none of its making. */
export function writeCitation({ url, title, quote }: Citation): WireObject {
  return {
    type: 'web_search_result_location',
    url,
    title: title ?? null,
    cited_text: quote ?? '',
    encrypted_index: noProof,
  };
}
