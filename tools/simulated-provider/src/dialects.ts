import { chat } from './chat/index.js';
import type { SimulatedDialect } from './dialect.js';
import { messages } from './messages/index.js';
import type { DialectName } from './question/question.js';
import { responses } from './responses/index.js';

/** All dialects of the provider. */
export const dialects: Readonly<Record<DialectName, SimulatedDialect>> = {
  'openai-chat': chat,
  'openai-responses': responses,
  'anthropic-messages': messages,
};
