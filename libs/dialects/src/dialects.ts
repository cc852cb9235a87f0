import type { DialectName } from '@smart-router/core';
import { anthropicMessages } from './anthropic-messages/index.js';
import type { Dialect } from './dialect.js';
import { openaiChat } from './openai-chat/index.js';
import { openaiResponses } from './openai-responses/index.js';

/** Every dialect by its name. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  'anthropic-messages': anthropicMessages,
};
