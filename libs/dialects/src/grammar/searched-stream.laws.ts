import { formatEvent } from '../sse/format.js';

const citation = { type: 'url_citation', url: 'https://example.com/a', title: 'A', start_index: 0, end_index: 4 };
const part = { type: 'output_text', text: 'Ulm.', annotations: [citation], logprobs: [] };
const search = { id: 'ws_1', type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'Ulm' } };
const message = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [part] };
const refused = { type: 'refusal', refusal: 'No.' };
const refusal = { id: 'msg_2', type: 'message', role: 'assistant', status: 'completed', content: [refused] };

const inMessage = { item_id: 'msg_1', output_index: 1, content_index: 0 };
const inSearch = { item_id: 'ws_1', output_index: 0 };
const inRefusal = { item_id: 'msg_2', output_index: 2, content_index: 0 };

const response = (status: string, output: readonly object[]): object => ({
  response: { id: 'resp_1', object: 'response', status, output, error: null, incomplete_details: null },
});

const events: readonly (readonly [type: string, fields: object])[] = [
  ['response.created', response('in_progress', [])],
  ['response.in_progress', response('in_progress', [])],
  ['response.output_item.added', { output_index: 0, item: { ...search, status: 'in_progress' } }],
  ['response.web_search_call.in_progress', inSearch],
  ['response.web_search_call.searching', inSearch],
  ['response.web_search_call.completed', inSearch],
  ['response.output_item.done', { output_index: 0, item: search }],
  ['response.output_item.added', { output_index: 1, item: { ...message, status: 'in_progress', content: [] } }],
  ['response.content_part.added', { ...inMessage, part: { ...part, text: '', annotations: [] } }],
  ['response.output_text.delta', { ...inMessage, delta: 'Ulm.' }],
  ['response.output_text.annotation.added', { ...inMessage, annotation_index: 0, annotation: citation }],
  ['response.output_text.done', { ...inMessage, text: 'Ulm.' }],
  ['response.content_part.done', { ...inMessage, part }],
  ['response.output_item.done', { output_index: 1, item: message }],
  ['response.output_item.added', { output_index: 2, item: { ...refusal, status: 'in_progress', content: [] } }],
  ['response.content_part.added', { ...inRefusal, part: { ...refused, refusal: '' } }],
  ['response.refusal.delta', { ...inRefusal, delta: 'No.' }],
  ['response.refusal.done', { ...inRefusal, refusal: 'No.' }],
  ['response.content_part.done', { ...inRefusal, part: refused }],
  ['response.output_item.done', { output_index: 2, item: refusal }],
  ['response.completed', response('completed', [search, message, refusal])],
];

/** A Responses stream with a web search, a cited text and a refusal. */
export const searchedStream = events
  .map(([type, fields], number) => formatEvent(type, JSON.stringify({ type, ...fields, sequence_number: number })))
  .join('');
