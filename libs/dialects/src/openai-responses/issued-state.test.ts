import { jsonText } from '../generated.laws.js';
import { openaiResponses } from './index.js';

const frame = (event: Readonly<Record<string, unknown>>): Uint8Array =>
  new TextEncoder().encode(`event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`);

const citation = { type: 'container_file_citation', container_id: 'cntr_1', file_id: 'cfile_1' };

const output = [
  { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' },
  { type: 'reasoning', id: 'rs_2', summary: [] },
  { type: 'code_interpreter_call', id: 'ci_1', container_id: 'cntr_1', code: '1', outputs: null, status: 'completed' },
  { type: 'image_generation_call', id: 'ig_1', status: 'completed', result: 'AAAA' },
  { type: 'compaction', id: 'cmp_1', encrypted_content: 'gBBB' },
  {
    type: 'message',
    id: 'msg_1',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text: 'a', annotations: [citation] }],
  },
];

const response = {
  id: 'resp_1',
  object: 'response',
  status: 'completed',
  model: 'gpt',
  conversation: { id: 'conv_1' },
  output,
  usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
};

const given = [
  'response-id resp_1',
  'conversation-id conv_1',
  'proof gAAA',
  'proof rs_2',
  'container-id cntr_1',
  'item-id ig_1',
  'sealed-item gBBB',
  'file-id cfile_1',
];

const items = ['item-id rs_1', 'item-id rs_2', 'item-id ci_1', 'item-id cmp_1', 'item-id msg_1'];

const wordsOf = (state: readonly { readonly kind: string; readonly value: string }[] | undefined) =>
  new Set(state?.map(({ kind, value }) => `${kind} ${value}`));

describe('the state a response gives its caller', () => {
  it('is found in a whole reply, its items too unless they are not stored', () => {
    const outcome = openaiResponses.readOutcome(jsonText(JSON.stringify(response)));
    expect(wordsOf(outcome.state)).toEqual(new Set([...given, ...items]));
    const unstored = openaiResponses.readOutcome(jsonText(JSON.stringify({ ...response, store: false })));
    expect(wordsOf(unstored.state)).toEqual(new Set(given));
  });

  it('is found in a passing stream', () => {
    const tap = openaiResponses.openTap({ removeUsage: false });
    tap.see(frame({ type: 'response.created', response: { ...response, status: 'in_progress', output: [] } }));
    expect(wordsOf(tap.outcome.state)).toEqual(new Set(['response-id resp_1', 'conversation-id conv_1']));
    tap.see(frame({ type: 'response.completed', response }));
    expect(wordsOf(tap.outcome.state)).toEqual(new Set([...given, ...items]));
  });

  it('is found in the items of a stream whose last event leaves them out', () => {
    const tap = openaiResponses.openTap({ removeUsage: false });
    const [item] = output;
    tap.see(frame({ type: 'response.output_item.added', output_index: 0, item: { ...item, encrypted_content: 'g' } }));
    tap.see(frame({ type: 'response.output_item.done', output_index: 0, item }));
    tap.see(frame({ type: 'response.completed', response: { ...response, output: [] } }));
    expect(wordsOf(tap.outcome.state)).toEqual(new Set(['response-id resp_1', 'conversation-id conv_1', 'proof gAAA']));
  });
});
