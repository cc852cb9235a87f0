import { applyPatches } from '../apply-patches.js';
import { jsonText } from '../generated.laws.js';
import { removeReasoning } from './remove-reasoning.js';

const strange = new Set(['theirs', 'rs_theirs']);
const theirs = '{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"theirs"}';
const stored = '{"type":"reasoning","id":"rs_theirs","summary":[]}';
const ours = '{"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"ours"}';
const call = (id: string) => `{"type":"function_call",${id}"call_id":"a","name":"f","arguments":"{}"}`;
const said = (id: string) => `{"type":"message","role":"assistant","content":[]${id}}`;
const asked = '{"role":"user","content":"q"}';

function removed(...items: readonly string[]) {
  const body = `{"input":[${items.join(', ')}]}`;
  const patches = removeReasoning(jsonText(body), strange);
  const bytes = applyPatches(new TextEncoder().encode(body), patches);
  return new TextDecoder().decode(bytes);
}

const body = (...items: readonly string[]) => `{"input":[${items.join(', ')}]}`;

describe('removing reasoning', () => {
  it('takes the items whose seal is strange, or that the issuer knows by their id alone', () => {
    expect(removed(asked, theirs, ours, asked, stored)).toBe(body(asked, ours, asked));
    expect(removed(asked, ours, call('"id":"fc_1",'))).toBe(body(asked, ours, call('"id":"fc_1",')));
  });

  it('takes reasoning that a target without seals showed, which has an id of ours that no provider knows', () => {
    const shown = `{"type":"reasoning","id":"rs_${'0'.repeat(31)}a_0","summary":[{"type":"summary_text","text":"a"}]}`;
    expect(removed(asked, shown, said(''), asked)).toBe(body(asked, said(''), asked));
  });

  it('takes the ids of what the reasoning led to, since the API misses the reasoning by them', () => {
    expect(removed(asked, theirs, said(',"id":"msg_1"'), call('"id":"fc_1",'), asked, call('"id":"fc_2",'))).toBe(
      body(asked, said(''), call(''), asked, call('"id":"fc_2",')),
    );
  });

  it('notes what it takes', () => {
    const [patch] = removeReasoning(jsonText(body(theirs)), strange);
    expect(patch?.note).toMatchObject({ field: 'input[]', action: 'dropped' });
  });
});
