import { fault } from '@smart-router/core';
import { dialects } from './dialects.js';
import type { FrameKind, Outcome, Tap } from './dialect.js';
import { joinBytes } from './join-bytes.js';
import type { Piece } from './lane.js';
import { nothingSeen } from './outcome.js';
import { openSameStream } from './same-stream.js';
import { dataOf } from './sse/frame.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A tap whose frames say themselves what they are. */
function openSpokenTap(): Tap {
  let outcome: Outcome = nothingSeen;
  const kinds: readonly FrameKind[] = ['startup', 'content', 'quiet', 'remove', 'fault'];
  return {
    get outcome() {
      return outcome;
    },
    see(frame) {
      const data = dataOf(frame) ?? 'quiet';
      if (data.startsWith('done')) outcome = { ...outcome, finish: 'stop', complete: true };
      return kinds.find((kind) => data.includes(kind)) ?? 'content';
    },
    fail: ({ message }, requestId) => `data: ${message} ${requestId}\n\n`,
  };
}

const open = (showModel?: string) => openSameStream({ tap: openSpokenTap(), requestId: 'req_1', showModel });
const shown = (pieces: readonly Piece[]) => pieces.map(({ kind, bytes }) => [kind, decode(bytes)]);

describe('openSameStream', () => {
  it('passes a whole chunk on as one view of it', () => {
    const chunk = encode('data: content 1\n\ndata: content 2\n\n');
    const pieces = open().push(chunk);
    expect(pieces).toHaveLength(1);
    expect(pieces[0]?.bytes.buffer).toBe(chunk.buffer);
    expect(pieces[0]?.bytes.length).toBe(chunk.length);
  });

  it('tells start-up frames from content, and counts pings as start-up until content came', () => {
    const pieces = open().push(encode('data: startup\n\n: ping\n\ndata: content\n\n: ping\n\n'));
    expect(shown(pieces)).toEqual([
      ['startup', 'data: startup\n\n: ping\n\n'],
      ['content', 'data: content\n\n: ping\n\n'],
    ]);
  });

  it('removes what was added for us', () => {
    const pieces = open().push(encode('data: content\n\ndata: remove\n\ndata: done\n\n'));
    expect(decode(joinBytes(pieces.map(({ bytes }) => bytes)))).toBe('data: content\n\ndata: done\n\n');
  });

  it('adds the last frame a provider left out behind a finished answer, and only then', () => {
    const done = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n';
    const last = (frames: string) => {
      const stream = openSameStream({
        tap: dialects['openai-chat'].openTap({ removeUsage: false }),
        requestId: 'req_1',
        showModel: undefined,
      });
      stream.push(encode(frames));
      return decode(joinBytes(stream.end().map(({ bytes }) => bytes)));
    };
    expect(last(done)).toBe('data: [DONE]\n\n');
    expect(last(`${done}data: [DONE]\n\n`)).toBe('');
    expect(last('data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}\n\n')).toBe('');
  });

  it('ends at an error event and lets fail phrase it', () => {
    const stream = open();
    expect(shown(stream.push(encode('data: content\n\ndata: fault\n\ndata: content\n\n')))).toEqual([
      ['content', 'data: content\n\n'],
    ]);
    expect(stream.push(encode('data: content\n\n'))).toEqual([]);
    expect(decode(stream.fail(fault('upstream-failed', 'broken')))).toBe('data: broken req_1\n\n');
  });

  it('reports a stream that closed too early, and drops half a frame', () => {
    const stream = open();
    stream.push(encode('data: content\n\ndata: {"ha'));
    expect(stream.outcome.fault).toBeUndefined();
    expect(stream.end()).toEqual([]);
    expect(stream.outcome).toMatchObject({ complete: false, fault: { type: 'incomplete-stream' } });
  });

  it('gives a last frame the blank line it is missing', () => {
    const stream = open();
    stream.push(encode('data: done'));
    expect(shown(stream.end())).toEqual([['content', 'data: done\n\n']]);
    expect(stream.outcome).toMatchObject({ complete: true, fault: undefined });
  });

  it('shows another model where a frame names one, and touches nothing else', () => {
    const frames =
      'data: {"id":1.0, "model":"up","note":"\\"model\\":\\"up\\""}\n\ndata: {"message":{"model":"up"}}\n\ndata: {"model":\n\n';
    expect(
      decode(
        joinBytes(
          open('group')
            .push(encode(frames))
            .map(({ bytes }) => bytes),
        ),
      ),
    ).toBe(frames.replace('"model":"up"', '"model":"group"').replace('{"model":"up"}', '{"model":"group"}'));
  });
});
