import { applyPatches } from '../apply-patches.js';
import { ableCapabilities, jsonText } from '../generated.laws.js';
import { patch } from './patch.js';

function patched(text: string, capabilities: Partial<typeof ableCapabilities> = {}): string {
  const body = jsonText(text);
  const patches = patch(body, { model: 'target', capabilities: { ...ableCapabilities, ...capabilities } });
  return new TextDecoder().decode(applyPatches(body.bytes, patches));
}

describe('patching a Chat body', () => {
  it('replaces the model and leaves every other byte', () => {
    expect(patched('{ "10":1.0,"2":12345678901234567890,\n"model" : "group","messages":[{"model":"x"}] }')).toBe(
      '{ "10":1.0,"2":12345678901234567890,\n"model" : "target","messages":[{"model":"x"}] }',
    );
  });

  it.each([
    ['{"model":"a","stream":true}', '{"stream_options":{"include_usage":true},"model":"target","stream":true}'],
    [
      '{"model":"a","stream":true,"stream_options":null}',
      '{"model":"target","stream":true,"stream_options":{"include_usage":true}}',
    ],
    [
      '{"model":"a","stream":true,"stream_options":{}}',
      '{"model":"target","stream":true,"stream_options":{"include_usage":true}}',
    ],
    [
      '{"model":"a","stream":true,"stream_options":{"x":1}}',
      '{"model":"target","stream":true,"stream_options":{"include_usage":true,"x":1}}',
    ],
    [
      '{"model":"a","stream":true,"stream_options":{"include_usage":false}}',
      '{"model":"target","stream":true,"stream_options":{"include_usage":true}}',
    ],
    [
      '{"model":"a","stream":true,"stream_options":{"include_usage":true}}',
      '{"model":"target","stream":true,"stream_options":{"include_usage":true}}',
    ],
    ['{"model":"a","stream":false}', '{"model":"target","stream":false}'],
    ['{"stream":true}', '{"model":"target","stream_options":{"include_usage":true},"stream":true}'],
  ])('asks the stream of %s for usage', (before, after) => {
    expect(patched(before)).toBe(after);
  });

  it('asks the stream of several answers, and touches neither big numbers nor repeated keys', () => {
    expect(patched('{"n":2,"seed":12345678901234567890,"x":1,"x":2.50,"model":"a","stream":true}')).toBe(
      '{"stream_options":{"include_usage":true},"n":2,"seed":12345678901234567890,"x":1,"x":2.50,"model":"target","stream":true}',
    );
  });

  it('does not ask a target that refuses the option', () => {
    expect(patched('{"model":"a","stream":true}', { unsupportedFeatures: ['stream_options'] })).toBe(
      '{"model":"target","stream":true}',
    );
  });

  it.each([
    ['max_completion_tokens', '{"model":"a","max_tokens" : 5}', '{"model":"target","max_completion_tokens" : 5}'],
    ['max_completion_tokens', '{"max\\u005ftokens":5,"model":"a"}', '{"max_completion_tokens":5,"model":"target"}'],
    ['max_tokens', '{"model":"a","max_completion_tokens":5}', '{"model":"target","max_tokens":5}'],
    ['max_tokens', '{"model":"a","max_tokens":4,"max_completion_tokens":5}', '{"model":"target","max_tokens":4}'],
    [
      'max_completion_tokens',
      '{"max_tokens":4, "max_completion_tokens":5,"model":"a"}',
      '{"max_completion_tokens":4,"model":"target"}',
    ],
    [
      'max_completion_tokens',
      '{"max_tokens":4,"stream":true,"model":"a","max_completion_tokens":5}',
      '{"stream_options":{"include_usage":true},"stream":true,"model":"target","max_completion_tokens":4}',
    ],
    [undefined, '{"model":"a","max_tokens":5}', '{"model":"target","max_tokens":5}'],
    ['max_output_tokens', '{"model":"a","max_tokens":5}', '{"model":"target","max_tokens":5}'],
  ] as const)('meets the demand of a target for %s in %s', (outputTokenField, before, after) => {
    expect(patched(before, { outputTokenField })).toBe(after);
  });
});
