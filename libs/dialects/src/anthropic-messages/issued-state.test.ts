import { jsonText } from '../generated.laws.js';
import { anthropicMessages } from './index.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const frame = (event: Readonly<Record<string, unknown>>): Uint8Array =>
  encode(`event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`);

const content = [
  { type: 'thinking', thinking: 'Hm "signature"', signature: 'signed' },
  { type: 'redacted_thinking', data: 'redacted' },
  {
    type: 'bash_code_execution_tool_result',
    tool_use_id: 'srvtoolu_1',
    content: {
      type: 'bash_code_execution_result',
      content: [{ type: 'bash_code_execution_output', file_id: 'file_1' }],
    },
  },
  { type: 'text', text: 'Done: "signature":"x"' },
];

const given = [
  { kind: 'proof', value: 'signed' },
  { kind: 'proof', value: 'redacted' },
  { kind: 'file-id', value: 'file_1' },
  { kind: 'container-id', value: 'container_1' },
];

const container = { id: 'container_1', expires_at: '2026-12-01T00:00:00Z' };

describe('the state an answer gives its caller', () => {
  it('is found in a whole reply', () => {
    const reply = { id: 'msg_1', model: 'claude', content, container, stop_reason: 'end_turn', usage: {} };
    const { state = [] } = anthropicMessages.readOutcome(jsonText(JSON.stringify(reply)));
    expect(new Set(state)).toEqual(new Set(given));
  });

  it('is found in a passing stream', () => {
    const tap = anthropicMessages.openTap({ removeUsage: false });
    const [thinking, redacted, result, text] = content;
    const delta = (index: number, change: object) => ({ type: 'content_block_delta', index, delta: change });
    const events = [
      { type: 'message_start', message: { id: 'msg_1', model: 'claude', content: [], usage: {} } },
      { type: 'content_block_start', index: 0, content_block: { ...thinking, thinking: '', signature: '' } },
      delta(0, { type: 'thinking_delta', thinking: thinking?.thinking }),
      delta(0, { type: 'signature_delta', signature: 'signed' }),
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: redacted },
      { type: 'content_block_stop', index: 1 },
      { type: 'content_block_start', index: 2, content_block: result },
      { type: 'content_block_stop', index: 2 },
      { type: 'content_block_start', index: 3, content_block: { type: 'text', text: '' } },
      delta(3, { type: 'text_delta', text: text?.text }),
      { type: 'content_block_stop', index: 3 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn', container }, usage: {} },
      { type: 'message_stop' },
    ];
    for (const event of events) tap.see(frame(event));
    expect(tap.outcome.state).toEqual(given);
  });

  it('is found when the frames have no event line, and is nothing in an answer without any', () => {
    const tap = anthropicMessages.openTap({ removeUsage: false });
    const delta = { type: 'signature_delta', signature: 'signed' };
    tap.see(encode(`data: ${JSON.stringify({ type: 'content_block_delta', index: 0, delta })}\n\n`));
    expect(tap.outcome.state).toEqual([{ kind: 'proof', value: 'signed' }]);
    expect(anthropicMessages.openTap({ removeUsage: false }).outcome.state).toBeUndefined();
  });
});
