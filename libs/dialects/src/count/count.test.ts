import { ableCapabilities } from '../generated.laws.js';
import { countViolations } from '../matrix/published-schemas.laws.js';
import { parseCountAsk } from '../parse-ask.js';
import { counting, type CountDialect } from './counting.js';
import { prepareCount } from './prepare-count.js';
import { recogniseCount } from './recognise-count.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const bodies: Readonly<Record<CountDialect, string>> = {
  'anthropic-messages': '{ "messages": [{"role":"user","content":"Hi"}], "model" : "group", "x": 1.0 }',
  'openai-responses': '{"input":"Hi",\n"model":"group"}',
};
const countDialects = ['anthropic-messages', 'openai-responses'] as const;

function prepared(dialect: CountDialect) {
  const ask = parseCountAsk(dialect, encode(bodies[dialect]), { maxDepth: 64 });
  if (!ask.ok) throw new Error(ask.fault.message);
  return prepareCount(ask.value, { dialect, model: 'target-model', capabilities: ableCapabilities });
}

describe('a request to count tokens', () => {
  it.each([
    ['/v1/messages/count_tokens', 'anthropic-messages'],
    ['/anthropic/v1/messages/count_tokens', 'anthropic-messages'],
    ['/v1/responses/input_tokens', 'openai-responses'],
    ['/v1/messages', undefined],
    ['/v1/chat/completions/input_tokens', undefined],
  ])('to %s is %s', (path, dialect) => {
    expect(recogniseCount(path)).toBe(dialect);
  });

  it.each(countDialects)('in %s leaves as it came, but for the model', (dialect) => {
    const { outbound } = prepared(dialect);
    expect(decode(outbound.body)).toBe(bodies[dialect].replace('"group"', '"target-model"'));
    expect(outbound.path).toBe(counting[dialect].path);
  });

  it('needs no cap, and names what is wrong with it', () => {
    const ask = parseCountAsk('anthropic-messages', encode('{"model":"group"}'), { maxDepth: 64 });
    expect(ask).toMatchObject({ ok: false, fault: { type: 'invalid-request', details: { param: 'messages' } } });
  });
});

describe('the answer to it', () => {
  it.each(countDialects)('in %s is a valid one by the published schema', (dialect) => {
    expect(countViolations(dialect, counting[dialect].writeCount(17))).toEqual([]);
  });

  it.each(countDialects)('of a provider of %s passes byte for byte', (dialect) => {
    const bytes = encode('{ "input_tokens" : 17, "more": {} }');
    expect(prepared(dialect).readWhole(bytes)).toMatchObject({
      ok: true,
      value: { body: bytes, outcome: { tokens: { input: 17 } } },
    });
  });

  it.each(['<html>', '[]', '{}', '{"input_tokens":"17"}', '{"input_tokens":-1}', '{"input_tokens":1e300}'])(
    'is none when a provider says %s',
    (text) => {
      expect(prepared('anthropic-messages').readWhole(encode(text))).toMatchObject({
        ok: false,
        fault: { type: 'upstream-failed' },
      });
    },
  );
});
