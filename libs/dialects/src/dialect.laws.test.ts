import { chatStreams } from './__fixtures__/chat-streams.js';
import { messagesStreams } from './__fixtures__/messages-streams.js';
import { responsesStreams } from './__fixtures__/responses-streams.js';
import { anthropicMessages } from './anthropic-messages/index.js';
import { dialectLaws } from './dialect.laws.js';
import { openaiChat } from './openai-chat/index.js';
import { openaiResponses } from './openai-responses/index.js';

dialectLaws(openaiChat, {
  streams: chatStreams,
  carriedAsk: (ask) => ({ ...ask, includeUsage: ask.stream }),
  carriedReply: (reply) => reply,
});

dialectLaws(openaiResponses, {
  streams: responsesStreams,
  carriedAsk: (ask) => ({ ...ask, includeUsage: true }),
  carriedReply: (reply) => reply,
});

dialectLaws(anthropicMessages, {
  streams: messagesStreams,
  // Messages names no output format, and does not tell reasoning tokens apart.
  carriedAsk: (ask) => ask,
  carriedReply: ({ tokens: { reasoning: _untold, ...tokens }, ...reply }) => ({ ...reply, tokens }),
});
