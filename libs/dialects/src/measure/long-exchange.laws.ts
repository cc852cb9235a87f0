import type { DialectName } from '@smart-router/core';
import { dialects } from '../dialects.js';
import { jsonText, plainAsk, valueOf, writeContext, writeTarget } from '../generated.laws.js';
import { writeJson } from '../json/write-json.js';
import type { NeutralAsk } from '../neutral/ask.js';
import type { NeutralEvent } from '../neutral/events.js';
import { foldEvents } from '../neutral/fold.js';
import type { Turn } from '../neutral/message.js';

/** One exchange in a dialect, for measuring: a conversation, and its answer whole and as a stream. */
export interface LongExchange {
  readonly ask: Uint8Array;
  readonly reply: Uint8Array;
  /** One frame a chunk, as it mostly comes from a socket. */
  readonly frames: readonly Uint8Array[];
}

const encoder = new TextEncoder();
const piece = 'five words of some text ';

/** A conversation of so many calls with their results, answered by a text of so many pieces. */
export function longExchange(
  dialect: DialectName,
  { calls, pieces }: { readonly calls: number; readonly pieces: number },
): LongExchange {
  const ask: NeutralAsk = { ...plainAsk, tools: [tool], turns: [...turnsOf(calls), ...plainAsk.turns] };
  const events = eventsOf(pieces);
  const target = dialects[dialect];
  const writer = target.openWriter(writeContext(ask));
  const texts = [...events.map((event) => writer.push(event)), writer.end()].filter((text) => text !== '');
  return {
    ask: encoder.encode(writeJson(valueOf(target.writeAsk(ask, writeTarget)).body)),
    reply: encoder.encode(writeJson(target.writeReply(foldEvents(events), writeContext(ask)))),
    frames: texts.map((text) => encoder.encode(text)),
  };
}

const tool = {
  form: 'function',
  name: 'read_file',
  namespace: undefined,
  description: 'Reads a file.',
  schema: jsonText('{"type":"object","properties":{"path":{"type":"string"}},"required":["path"]}'),
  strict: undefined,
  grammar: undefined,
} as const;

function turnsOf(calls: number): readonly Turn[] {
  return Array.from({ length: calls }, (_, index): readonly Turn[] => [
    { role: 'user', blocks: [{ kind: 'text', text: 'And the next file?' }] },
    {
      role: 'assistant',
      blocks: [
        {
          kind: 'tool-call',
          id: `call_${index}`,
          name: tool.name,
          namespace: undefined,
          form: 'function',
          input: '{"path":"a.txt"}',
        },
      ],
    },
    {
      role: 'user',
      blocks: [
        {
          kind: 'tool-result',
          callId: `call_${index}`,
          content: [{ kind: 'text', text: piece.repeat(20) }],
          isError: false,
          form: 'function',
        },
      ],
    },
    { role: 'assistant', blocks: [{ kind: 'text', text: piece.repeat(4) }] },
  ]).flat();
}

function eventsOf(pieces: number): readonly NeutralEvent[] {
  return [
    { kind: 'begin', id: 'id', model: 'model' },
    { kind: 'block-start', index: 0, block: { kind: 'text' } },
    ...Array.from({ length: pieces }, () => ({ kind: 'block-delta', index: 0, text: piece }) as const),
    { kind: 'block-end', index: 0 },
    { kind: 'usage', tokens: { input: 1000, cachedInput: 500, output: 5000 } },
    { kind: 'finish', reason: 'stop' },
  ];
}
