import { chatStreams } from './__fixtures__/chat-streams.js';
import { messagesStreams } from './__fixtures__/messages-streams.js';
import { responsesStreams } from './__fixtures__/responses-streams.js';
import { anthropicMessages } from './anthropic-messages/index.js';
import { dialectLaws } from './dialect.laws.js';
import type { NeutralAsk } from './neutral/ask.js';
import { openaiChat } from './openai-chat/index.js';
import { openaiResponses } from './openai-responses/index.js';

dialectLaws(openaiChat, {
  streams: chatStreams,
  carriedAsk: (ask) => ({ ...ask, includeUsage: ask.stream }),
  carriedReply: (reply) => reply,
});

dialectLaws(openaiResponses, {
  streams: responsesStreams,
  // Its caps begin at 16 tokens.
  carriedAsk: (ask) => ({ ...ask, includeUsage: true, outputCap: ask.outputCap && Math.max(16, ask.outputCap) }),
  carriedReply: (reply) => reply,
});

dialectLaws(anthropicMessages, {
  streams: messagesStreams,
  carriedAsk: carriedByMessages,
  // A filter that stopped the model is its `refusal`.
  carriedReply: (reply) => ({ ...reply, finish: reply.finish === 'content-filter' ? 'refusal' : reply.finish }),
});

/** Messages names no output format, streams usage always, and says `parallel` inside the tool choice, except in `none`. */
function carriedByMessages(ask: NeutralAsk): NeutralAsk {
  const { toolChoice, parallelToolCalls, format } = ask;
  return {
    ...ask,
    includeUsage: true,
    toolChoice: toolChoice ?? (parallelToolCalls === undefined ? undefined : { kind: 'auto' }),
    parallelToolCalls: toolChoice?.kind === 'none' ? undefined : parallelToolCalls,
    format: format?.kind === 'json-schema' ? { ...format, name: undefined, strict: undefined } : format,
  };
}
