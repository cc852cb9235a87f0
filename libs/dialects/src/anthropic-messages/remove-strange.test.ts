import { applyPatches } from '../apply-patches.js';
import { jsonText } from '../generated.laws.js';
import { removeStrange } from './remove-strange.js';

const strange = new Set(['theirs', 'their data', 'srvtoolu_theirs']);
const theirs = '{"type":"thinking","thinking":"a","signature":"theirs"}';
const redacted = '{"type":"redacted_thinking","data":"their data"}';
const ours = '{"type":"thinking","thinking":"b", "signature":"ours"}';
const text = '{"type":"text","text":"c"}';
const call = '{"type":"tool_use","id":"t","name":"f","input":{}}';
const result = '{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"d"}]}';
const question = '{"role":"user","content":"q"}';
const said = (...blocks: readonly string[]): string => `{"role":"assistant","content":[${blocks.join(',')}]}`;

function removed(body: string) {
  const patches = removeStrange(jsonText(body), strange);
  const bytes = applyPatches(new TextEncoder().encode(body), patches);
  return { body: new TextDecoder().decode(bytes), notes: [...new Set(patches.map(({ note }) => note?.field))] };
}

describe('removing what another provider sealed', () => {
  it('takes the blocks whose proofs are strange, says so, and leaves every other byte', () => {
    const body = (...answer: readonly string[]) =>
      `{ "messages":[${[question, said(...answer), question].join(' ,')}]}`;
    expect(removed(body(theirs, redacted, ours, text))).toEqual({
      body: body(ours, text),
      notes: ['messages[].content'],
    });
    expect(removed(body(ours, text))).toEqual({ body: body(ours, text), notes: [] });
  });

  it('takes a search with its results, and the sources a text names from it', () => {
    const search = (id: string) =>
      `{"type":"server_tool_use","id":"${id}","name":"web_search","input":{}},{"type":"web_search_tool_result","tool_use_id":"${id}","content":[]}`;
    const source = '{"type":"web_search_result_location","encrypted_index":"x","url":"u"}';
    const place = '{"type":"page_location","start_page_number":1}';
    const told = (citations: string) => `{"type":"text","text":"c","citations":${citations}}`;
    const body = (...answer: readonly string[]) => `{"messages":[${[question, said(...answer), question].join(',')}]}`;
    expect(removed(body(search('srvtoolu_theirs'), told(`[${source}]`), told(`[${source},${place}]`), text)).body).toBe(
      body(told('null'), told(`[${place}]`), text),
    );
    const kept = body(search('srvtoolu_ours'), told(`[${source}]`));
    expect(removed(kept)).toEqual({ body: kept, notes: [] });
  });

  it('looks at nothing in user turns, where thinking is nobody’s', () => {
    const body = `{"messages":[{"role":"user","content":[${theirs},${text}]}]}`;
    expect(removed(body)).toEqual({ body, notes: [] });
  });

  it('switches a thinking budget off while tool calls wait for an answer, for they would need thinking before them', () => {
    const body = (thinking: string, edits: string, ...answer: readonly string[]) =>
      `{"thinking":${thinking},"context_management":{"edits":[${edits}]},"messages":[${[question, said(...answer), result].join(',')}]}`;
    const budget = '{"type":"enabled","budget_tokens":2000}';
    const clearing = '{"type":"clear_thinking_20251015","keep":"all"}';
    const other = '{"type":"clear_tool_uses_20250919"}';
    expect(removed(body(budget, `${clearing},${other}`, theirs, call))).toMatchObject({
      body: body('{"type":"disabled"}', other, call),
      notes: ['messages[].content', 'thinking', undefined],
    });
    const adaptive = '{"type":"adaptive"}';
    expect(removed(body(adaptive, clearing, theirs, call)).body).toBe(body(adaptive, clearing, call));
    expect(removed(body(budget, clearing, ours, call)).body).toBe(body(budget, clearing, ours, call));
  });

  it('keeps the budget when only finished turns lost their thinking', () => {
    const body = (...answer: readonly string[]) =>
      `{"thinking":{"type":"enabled","budget_tokens":2000},"messages":[${[question, said(...answer), question, said(ours, call), result].join(',')}]}`;
    expect(removed(body(theirs, text)).body).toBe(body(text));
  });
});
