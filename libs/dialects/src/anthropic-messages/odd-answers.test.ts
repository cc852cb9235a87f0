import { formatEvent } from '../sse/format.js';
import { readStream } from '../streams.laws.js';
import { anthropicMessages } from './index.js';
import { readUsage } from './usage.js';

describe('an answer that says odd things', () => {
  it('names a call that its provider did not, so that every caller gets a name', () => {
    const wire = [
      { type: 'message_start', message: { id: 'msg_1', content: [] } },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'tool_use', id: 'toolu_1', name: '', input: {} },
      },
    ];
    const text = wire.map((event) => formatEvent(event.type, JSON.stringify(event))).join('');
    const events = readStream(anthropicMessages, [new TextEncoder().encode(text)]);
    expect(events).toContainEqual({
      kind: 'block-start',
      index: 0,
      block: { kind: 'tool-call', id: 'toolu_1', name: 'unknown_function' },
    });
  });

  it('takes only whole numbers from 0 up for counts of tokens', () => {
    const odd = { input_tokens: 0.5, output_tokens: -1, cache_creation: { ephemeral_5m_input_tokens: 1.5 } };
    expect(readUsage(odd)).toEqual({});
    expect(readUsage({ ...odd, input_tokens: 3 })).toEqual({ input: 3 });
  });
});
