import type { WriteContext } from '../dialect.js';
import { plainAsk, writeContext } from '../generated.laws.js';
import { writeJson } from '../json/write-json.js';
import type { BlockStart, FinishReason } from '../neutral/events.js';
import { unfoldReply } from '../neutral/fold.js';
import type { Proof } from '../neutral/proof.js';
import type { NeutralReply, ReplyBlock } from '../neutral/reply.js';
import { writeReply } from './write-reply.js';
import { openWriter } from './write-stream.js';

/** A caller asked for the group, and sees its name. */
export const context: WriteContext = { ...writeContext(plainAsk), model: 'group' };

/** What a provider of another dialect sealed. */
export const proof: Proof = { issuer: 'anthropic', dialect: 'anthropic-messages', form: 'signature', value: 'sig' };

/** A block of an answer. */
export const block = (start: BlockStart, text: string, sealed?: Proof): ReplyBlock => ({ start, text, proof: sealed });

/** An answer with usage. */
export const replyOf = (blocks: readonly ReplyBlock[], finish: FinishReason = 'stop'): NeutralReply => ({
  id: 'up_1',
  model: 'up',
  blocks,
  tokens: { input: 20, cachedInput: 5, cacheWrite5m: 2, output: 9, reasoning: 4 },
  finish,
  stopSequence: undefined,
  fault: undefined,
});

/** An answer with blocks of every kind. */
export const everything = replyOf(
  [
    block({ kind: 'reasoning' }, 'hm', proof),
    block({ kind: 'reasoning' }, '', proof),
    block({ kind: 'text' }, 'Grüße\n"🙂"'),
    block({ kind: 'refusal' }, 'no'),
    block({ kind: 'tool-call', id: 'a', name: 'get', namespace: 'mcp__wx' }, '{"a":1}'),
    block({ kind: 'tool-call', id: 'b', name: 'now' }, ''),
    block({ kind: 'tool-call', id: 'c', name: 'apply_patch', form: 'custom' }, '*** Begin'),
    block({ kind: 'tool-call', id: 'd', name: 'tool_search', form: 'tool-search' }, '{"query":"x"}'),
  ],
  'tool-calls',
);

/** An event as it was written. */
export type Written = Readonly<Record<string, unknown>> & { readonly type: string; readonly sequence_number: number };

/** The stream of an answer. */
export function textOf(reply: NeutralReply, writing: WriteContext = context): string {
  const writer = openWriter(writing);
  return (
    unfoldReply(reply)
      .map((event) => writer.push(event))
      .join('') + writer.end()
  );
}

/** The events of a stream, each framed by its name. */
export function eventsOf(text: string): readonly Written[] {
  const frames = text.split('\n\n').filter((frame) => frame !== '');
  return frames.map((frame) => {
    const [name, data] = frame.split('\ndata: ');
    // Each frame holds one event of this form; the names are checked below.
    const event = JSON.parse(data ?? '') as Written;
    expect(name).toBe(`event: ${event.type}`);
    return event;
  });
}

/** The answer in one piece. */
export const wholeOf = (reply: NeutralReply, writing: WriteContext = context): unknown =>
  JSON.parse(writeJson(writeReply(reply, writing)));
