import type { DialectName } from '@smart-router/core';
import { openSseParser, type SseEvent } from '../sse/parse.js';
import { openChatGrammar } from './chat-grammar.laws.js';
import { openMessagesGrammar } from './messages-grammar.laws.js';
import { openResponsesGrammar } from './responses-grammar.laws.js';
import type { Flaw, GrammarMode, StreamGrammar } from './stream-grammar.laws.js';

/** A dialect whose protocol nobody published has no row. */
const grammars: Readonly<Partial<Record<DialectName, (mode: GrammarMode) => StreamGrammar>>> = {
  'openai-chat': openChatGrammar,
  'openai-responses': openResponsesGrammar,
  'anthropic-messages': openMessagesGrammar,
};

/** The first thing wrong with a whole stream, and where; `undefined` for a valid one. */
export function flawOfStream(dialect: DialectName, stream: string | Uint8Array, mode: GrammarMode): Flaw {
  const parser = openSseParser();
  const bytes = typeof stream === 'string' ? new TextEncoder().encode(stream) : stream;
  return flawOfEvents(dialect, [...parser.push(bytes), ...parser.end()], mode);
}

/** The same for a stream that is parsed already. */
export function flawOfEvents(dialect: DialectName, events: readonly SseEvent[], mode: GrammarMode): Flaw {
  const grammar = grammars[dialect]?.(mode);
  if (grammar === undefined) return undefined;
  for (const [place, event] of events.entries()) {
    const flaw = grammar.see(event);
    if (flaw !== undefined) return `event ${place}, ${event.event ?? event.data.slice(0, 200)}: ${flaw}`;
  }
  return grammar.end();
}
