import { plainAsk, writeContext } from '../generated.laws.js';
import { unfoldReply } from '../neutral/fold.js';
import type { NeutralReply, ReplyBlock } from '../neutral/reply.js';
import { writeReply } from './write-reply.js';
import { openWriter } from './write-stream.js';

const context = writeContext({ ...plainAsk, legacyCalls: true });
const call = (id: string, text: string): ReplyBlock => ({
  start: { kind: 'tool-call', id, name: 'weather' },
  text,
  proof: undefined,
});
const reply = (...blocks: readonly ReplyBlock[]): NeutralReply => ({
  id: 'a',
  model: 'm',
  blocks,
  tokens: {},
  finish: 'tool-calls',
  stopSequence: undefined,
  fault: undefined,
});

interface Choice {
  readonly delta: object;
  readonly finish_reason: string | null;
}

function choicesOf(answer: NeutralReply): readonly Choice[] {
  const writer = openWriter(context);
  const text = unfoldReply(answer)
    .map((event) => writer.push(event))
    .join('');
  return text
    .split('\n\n')
    .filter((frame) => frame !== '')
    .flatMap((frame) => {
      // It was written as a chunk of one choice a moment ago.
      const chunk = JSON.parse(frame.slice('data: '.length)) as { readonly choices: readonly Choice[] };
      return chunk.choices;
    });
}

describe('answers to a caller of legacy functions', () => {
  it('name the call in its own place, and end with its own word', () => {
    expect(writeReply(reply(call('a', '{"city":"Ulm"}')), context)).toMatchObject({
      choices: [
        {
          finish_reason: 'function_call',
          message: { content: null, function_call: { name: 'weather', arguments: '{"city":"Ulm"}' } },
        },
      ],
    });
    expect(writeReply(reply(call('a', '{}')), context)).not.toHaveProperty('choices.0.message.tool_calls');
  });

  it('stream the call there, too', () => {
    expect(choicesOf(reply(call('a', '{"city":"Ulm"}'))).slice(1)).toMatchObject([
      { delta: { function_call: { name: 'weather', arguments: '' } } },
      { delta: { function_call: { arguments: '{"city":"Ulm"}' } } },
      { delta: {}, finish_reason: 'function_call' },
    ]);
    expect(choicesOf(reply(call('a', ''))).slice(2)).toMatchObject([
      { delta: { function_call: { arguments: '{}' } } },
      { finish_reason: 'function_call' },
    ]);
  });

  it('do not hide further calls', () => {
    const both = reply(call('a', '{}'), call('b', '{"n":1}'));
    expect(writeReply(both, context)).toMatchObject({
      choices: [{ message: { function_call: { arguments: '{}' }, tool_calls: [{ id: 'b' }] } }],
    });
    expect(choicesOf(both)).toContainEqual(
      expect.objectContaining({ delta: { tool_calls: [{ index: 0, function: { arguments: '{"n":1}' } }] } }),
    );
  });
});
