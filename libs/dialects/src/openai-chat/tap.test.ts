import { fault } from '@smart-router/core';
import { openTap } from './tap.js';

const encode = (text: string) => new TextEncoder().encode(text);
const chunk = (choice: object | undefined, rest: object = {}): string =>
  `data: ${JSON.stringify({ id: 'a', model: 'm', choices: choice === undefined ? [] : [{ index: 0, ...choice }], ...rest })}\n\n`;
const role = chunk({ delta: { role: 'assistant', content: '' }, finish_reason: null }, { usage: null });
const text = chunk({ delta: { content: 'x' }, finish_reason: null }, { usage: null });
const stop = chunk({ delta: {}, finish_reason: 'stop' }, { usage: null });
const usage = chunk(undefined, { usage: { prompt_tokens: 9, completion_tokens: 2 } });
const done = 'data: [DONE]\n\n';

function see(frames: readonly string[], removeUsage = false) {
  const tap = openTap({ removeUsage });
  return { kinds: frames.map((frame) => tap.see(encode(frame))), outcome: tap.outcome };
}

describe('watching a Chat stream pass', () => {
  it('tells startup, content and the end', () => {
    const { kinds, outcome } = see([role, text, stop, usage, done]);
    expect(kinds).toEqual(['startup', 'content', 'content', 'content', 'content']);
    expect(outcome).toEqual({
      id: 'a',
      model: 'm',
      finish: 'stop',
      tokens: { input: 9, output: 2 },
      fault: undefined,
      complete: true,
    });
  });

  it('removes the usage chunk that was only asked for by us, and still counts it', () => {
    const { kinds, outcome } = see([role, text, stop, usage, done], true);
    expect(kinds).toEqual(['startup', 'content', 'content', 'remove', 'content']);
    expect(outcome.tokens).toEqual({ input: 9, output: 2 });
  });

  it('reads the same from spaced JSON and CRLF', () => {
    const spaced = (frame: string): string => frame.replaceAll('":', '" : ').replaceAll('\n', '\r\n');
    expect(see([role, text, stop, usage].map(spaced), true)).toEqual(see([role, text, stop, usage], true));
  });

  it('keeps a usage that comes with a choice', () => {
    const last = chunk({ delta: {}, finish_reason: 'stop' }, { usage: { prompt_tokens: 9, completion_tokens: 2 } });
    expect(see([role, text, last], true)).toMatchObject({
      kinds: ['startup', 'content', 'content'],
      outcome: { tokens: { input: 9 }, complete: true },
    });
  });

  it('is not deceived by texts that look like fields', () => {
    const trap = chunk({
      delta: { content: '"finish_reason":"stop","usage":{"prompt_tokens":1},"error":{"message":"no"}' },
      finish_reason: null,
    });
    expect(see([role, text, trap])).toMatchObject({
      kinds: ['startup', 'content', 'content'],
      outcome: { finish: undefined, tokens: {}, complete: false },
    });
  });

  it('knows a call from the empty list some servers put in every chunk', () => {
    const empty = chunk({ delta: { role: 'assistant', content: '', tool_calls: [] }, finish_reason: null });
    const call = chunk({
      delta: { tool_calls: [{ index: 0, id: 'c', function: { name: 'w', arguments: '{}' } }] },
      finish_reason: null,
    });
    expect(see([empty, text, stop]).outcome.finish).toBe('stop');
    expect(see([empty, call, stop])).toMatchObject({
      kinds: ['startup', 'content', 'content'],
      outcome: { finish: 'tool-calls' },
    });
  });

  it('calls thinking content, and comments quiet', () => {
    const thinking = chunk({ delta: { reasoning_content: 'hm' }, finish_reason: null });
    expect(see([': keep-alive\n\n', role, thinking, ': keep-alive\n\n']).kinds).toEqual([
      'quiet',
      'startup',
      'content',
      'quiet',
    ]);
  });

  it.each([
    'data: {"error":{"message":"overloaded now"}}\n\n',
    'data: {"error" : "overloaded now"}\n\n',
    'data: {"object":"error","message":"overloaded now"}\n\n',
    'event: error\ndata: {"message":"overloaded now"}\n\n',
    chunk({ delta: {}, finish_reason: 'error' }, { error: { message: 'overloaded now' } }),
  ])('sees the fault in %s, first or in the middle', (frame) => {
    for (const frames of [[frame], [role, text, frame]]) {
      const { kinds, outcome } = see(frames);
      expect(kinds.at(-1)).toBe('fault');
      expect(outcome).toMatchObject({ fault: { message: 'overloaded now' }, complete: false });
    }
  });

  it('passes a broken frame on and is not complete without a finish', () => {
    const { kinds, outcome } = see([role, text, 'data: {"choices":[{"finish_reason":"st\n\n']);
    expect(kinds).toEqual(['startup', 'content', 'content']);
    expect(outcome.complete).toBe(false);
  });

  it('takes the sentinel for the end of an answer that never named its finish', () => {
    expect(see([role, text, done]).outcome).toMatchObject({ finish: 'unknown', complete: true });
    expect(see([done]).outcome.complete).toBe(false);
  });

  it('fails with an error frame and without the sentinel', () => {
    const frame = openTap({ removeUsage: false }).fail(fault('upstream-failed', 'it broke'), 'req_1');
    expect(frame).toMatch(/^data: \{"error":/);
    expect(frame).not.toContain('[DONE]');
  });
});
