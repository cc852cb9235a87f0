import type { SimulatedDialect } from '../dialect.js';
import { openaiErrorBody, openaiHeaders } from '../openai-error.js';
import { findChatFlaw } from './find-flaw.js';
import { readChatQuestion } from './read-question.js';
import { writeChatReply } from './write-reply.js';
import { writeChatStream } from './write-stream.js';

/** OpenAI Chat Completions. @see https://platform.openai.com/docs/api-reference/chat */
export const chat: SimulatedDialect = {
  name: 'openai-chat',
  headers: openaiHeaders,
  findFlaw: findChatFlaw,
  readQuestion: readChatQuestion,
  writeReply: writeChatReply,
  writeStream: writeChatStream,
  errorBody: (trouble) => openaiErrorBody(trouble, 'openai-chat'),
  errorFrames: (trouble) => [{ role: 'error', data: JSON.stringify(openaiErrorBody(trouble, 'openai-chat')) }],
  countReply: (inputTokens) => ({ input_tokens: inputTokens }), // Chat has no such request
};
