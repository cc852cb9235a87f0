import { readConfig } from '../read-config.js';

function read(model: string, target = '') {
  const text = `
providers: { p: { dialect: openai-chat, base_url: "http://p/v1", auth: none, models: { m: ${model} } } }
model_groups: { g: { targets: [{ provider: p, model: m ${target} }] } }
`;
  return readConfig(text, { DATABASE_URL: 'postgres://h/d' });
}

function targetOf(model: string, target?: string) {
  const reading = read(model, target);
  return reading.ok ? reading.catalog.groups.get('g')?.targets[0] : undefined;
}

describe('the preset of a model', () => {
  it('declares what was published of it, and nothing of its name and prices', () => {
    expect(targetOf('{ preset: openai/gpt-5 }')).toMatchObject({
      ...{ model: 'm', contextTokens: 400_000, prices: undefined },
      capabilities: { tools: true, inputModalities: ['text', 'image'], maxOutputTokens: 128_000, prefill: false },
      requestLimits: { maxEstimatedInputTokens: 272_000 },
    });
  });

  it('gives way to what a model declares, and that to what a target does, key by key', () => {
    const model =
      '{ preset: openai/gpt-5, context_tokens: 9000, capabilities: { tools: false, prefill: true }, request_limits: { max_request_bytes: 7 } }';
    expect(targetOf(model, ', capabilities: { prefill: false }')).toMatchObject({
      contextTokens: 9000,
      capabilities: { tools: false, prefill: false, structuredOutputs: true, maxOutputTokens: 128_000 },
      requestLimits: { maxRequestBytes: 7, maxEstimatedInputTokens: 272_000 },
    });
  });

  it('should be one that is shipped', () => {
    expect(read('{ preset: openai/gpt-5o }')).toEqual({
      ok: false,
      problems: [
        {
          path: 'providers.p.models.m.preset',
          message: 'preset should be one that is shipped, got "openai/gpt-5o"; did you mean "openai/gpt-5"?',
        },
      ],
    });
    expect(read('{ preset: toString }').ok).toBe(false);
    expect(read('{ preset: 7 }')).toMatchObject({ ok: false, problems: [{ path: 'providers.p.models.m.preset' }] });
  });
});
