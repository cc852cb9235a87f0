import { applyPatches } from '../apply-patches.js';
import { ableCapabilities, jsonText } from '../generated.laws.js';
import { wrapProof } from '../neutral/wrap-proof.js';
import { patch } from './patch.js';

const patched = (text: string): string => {
  const body = jsonText(text);
  const patches = patch(body, { model: 'up', capabilities: ableCapabilities });
  return new TextDecoder().decode(applyPatches(body.bytes, patches));
};

const sealed = wrapProof({ issuer: 'i', dialect: 'anthropic-messages', form: 'signature', value: 's' });
const ours = `{"type":"reasoning","summary":[],"encrypted_content":"${sealed}"}`;
const theirs = '{"type":"reasoning", "encrypted_content":"gAAA"}';

describe('patching a Responses body', () => {
  it('changes the model and nothing else', () => {
    const text = '{ "input" : "\\ud800", "model":"group", "x":12345678901234567890,"10":1.0 }';
    expect(patched(text)).toBe(text.replace('"group"', '"up"'));
    expect(patched('{"input":"q"}')).toBe('{"model":"up","input":"q"}');
  });

  it.each([
    [`[${ours}, {"role":"user"}]`, '[{"role":"user"}]'],
    [`[{"role":"user"}, ${ours}, ${ours} ]`, '[{"role":"user"} ]'],
    [`[${theirs},${ours},${theirs},${ours}]`, `[${theirs},${theirs}]`],
    [`[${ours},${ours}]`, '[]'],
  ])('takes out what another provider sealed: %#', (input, left) => {
    expect(patched(`{"model":"group","input":${input}}`)).toBe(`{"model":"up","input":${left}}`);
  });
});
